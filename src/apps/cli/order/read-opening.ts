import type { Peer, Rule } from '../../../core/group/rule.ts';
import { canonicalCidr } from '../../../core/net/cidr.ts';
import { Complaint } from '../complaint.ts';
import type { Options } from '../options.ts';

/** The rule that `--from` and `--port` mean. */
export function readOpening({ from, port }: Pick<Options, 'from' | 'port'>): Rule {
  if (from === undefined) throw new Complaint('expected for whom: `--from <CIDR>`, sg-… or pl-…');
  if (port === undefined) throw new Complaint('expected what: `--port tcp/22`');
  const { protocol, ports } = readPort(port);
  return { id: null, direction: 'ingress', protocol, ports, peer: readPeer(from), description: null };
}

function readPeer(text: string): Peer {
  if (/^sg-[0-9a-f]{8,17}$/.test(text)) return { kind: 'group', value: text };
  if (/^pl-[0-9a-f]{8,17}$/.test(text)) return { kind: 'list', value: text };
  const value = canonicalCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  if (value !== null) return { kind: value.includes(':') ? 'ipv6' : 'ipv4', value };
  throw new Complaint(`expected a CIDR, sg-… or pl-… at \`--from\`, got \`${text}\``);
}

function readPort(text: string): Pick<Rule, 'protocol' | 'ports'> {
  const [, protocol = '', from, to] = /^(tcp|udp)\/(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const ports = [Number(from), Number(to ?? from)] as const;
  if (protocol !== '' && ports[0] <= ports[1] && ports[1] <= 65_535) return { protocol, ports };
  throw new Complaint(`expected a port such as tcp/22 or udp/5000-5100 at \`--port\`, got \`${text}\``);
}
