import type { SeenRule } from '../../core/group/rule.ts';
import { wellKnownPorts } from '../../core/net/well-known-ports.ts';

/** What a rule permits in a few words: `tcp 22 (ssh)`, `tcp 8000-8100`, `icmp type 8`, `every protocol and port`. */
export function sayRuleService({ protocol, ports }: Pick<SeenRule, 'protocol' | 'ports'>): string {
  if (protocol === null) return 'content not told';
  if (protocol === '-1') return 'every protocol and port';
  if (protocol === 'tcp' || protocol === 'udp') return sayPorts(protocol, ports);
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    const [type, code] = ports ?? [-1, -1];
    return type === -1 ? `all ${protocol}` : `${protocol} type ${type}${code === -1 ? '' : ` code ${code}`}`;
  }
  return `protocol ${protocol}`;
}

function sayPorts(protocol: string, ports: SeenRule['ports']): string {
  if (ports === null || (ports[0] === 0 && ports[1] === 65535)) return `every ${protocol} port`;
  const [from, to] = ports;
  const known =
    from === to ? wellKnownPorts.find((each) => each.protocol === protocol && each.port === from) : undefined;
  return `${protocol} ${from === to ? from : `${from}-${to}`}${known === undefined ? '' : ` (${known.name})`}`;
}

/** The other end: `from 0.0.0.0/0`, `to sg-…`. */
export function sayRulePeer({ direction, peer }: Pick<SeenRule, 'direction' | 'peer'>): string {
  const word = direction === 'egress' ? 'to' : direction === 'ingress' ? 'from' : 'from or to';
  return `${word} ${peer === null ? 'a peer that is not told' : peer.value.replace(/^name:/, 'the group ')}`;
}

/** A rule in a few words, with its direction where it is not ingress. */
export function sayRule(rule: SeenRule): string {
  if (rule.protocol === null && rule.peer === null) return `rule ${rule.id ?? 'without an id'}, content not told`;
  return `${rule.direction === 'egress' ? 'out: ' : ''}${sayRuleService(rule)} ${sayRulePeer(rule)}`;
}
