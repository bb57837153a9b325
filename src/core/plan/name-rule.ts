import type { SeenRule } from '../group/rule.ts';
import { servicesOf, writeServices } from '../net/services.ts';

/** A rule by its id, else by what it permits: `ingress tcp/22 0.0.0.0/0`; `?` stands for what nobody tells. */
export function nameRule({ id, direction, protocol, ports, peer }: SeenRule): string {
  if (id !== null) return id;
  const service = protocol === null ? '?' : writeServices(...ends(protocol, ports)).join(',');
  return `${direction ?? '?'} ${service} ${peer?.value ?? '?'}`;
}

function ends(protocol: string, ports: SeenRule['ports']): [number, number] {
  const [{ from, to }] = servicesOf(protocol, ports);
  return [from, to];
}
