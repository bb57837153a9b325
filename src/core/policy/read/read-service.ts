import { readServices, type Services } from '../../net/services.ts';
import { wellKnownPorts } from '../../net/well-known-ports.ts';

/**
 * Reads a service as policies write it: `tcp/22`, `tcp/5985-5986`, `tcp/*`, `icmp/8` (any code), `icmp/3/4`, `icmp/*`,
 * `proto/47`, `all`; `null` when it is none.
 */
export function readService(text: string): Services | null {
  if (/^(tcp|udp)\/\*$/.test(text)) return readServices(text.replace('*', '0-65535'));
  if (/^icmp(v6)?\/\d+(-\d+)?$/.test(text)) return readServices(`${text}/*`);
  return readServices(text);
}

/** Services of the ports that people know by a name: `dns` is both of its ports. */
export const wellKnownServices: ReadonlyMap<string, readonly Services[]> = new Map(
  [...new Set(wellKnownPorts.map(({ name }) => name))].map((name) => [
    name,
    wellKnownPorts
      .filter((port) => port.name === name)
      .map(({ protocol, port }) => readServices(`${protocol}/${port}`)!),
  ]),
);
