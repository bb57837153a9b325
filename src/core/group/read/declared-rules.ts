import { canonicalCidr } from '../../net/cidr.ts';
import { readPorts, readProtocol } from '../../net/protocol.ts';
import type { Direction, Peer, SeenRule } from '../rule.ts';
import { describe } from './field.ts';
import { isSet, notTold, type Told, toldText } from './told.ts';

/** One end of a declared rule, as written. */
export interface PeerTold {
  readonly kind: 'cidr' | 'group' | 'list';
  readonly value: Told;
}

/** A declared rule before it is read: one for all its peers. `owner`: the account of its group. */
export interface RuleTold {
  readonly id?: string | null;
  readonly direction: Direction;
  readonly protocol: Told;
  readonly from: Told;
  readonly to: Told;
  readonly description?: Told;
  readonly peers: readonly PeerTold[];
  readonly owner: string | null;
}

/**
 * Spreads a declared rule into one rule for each peer. What is not told, and what is told and cannot be read, is `null`
 * in them: it may be anything. A rule that names no peer at all is none (EC2 adds nothing for it).
 */
export function declaredRules(told: RuleTold, misread: (reason: string) => void): readonly SeenRule[] {
  const content = contentOf(told, misread);
  const description = toldText(told.description);
  return told.peers
    .filter(({ value }) => isSet(value))
    .map((each) => ({
      id: told.id ?? null,
      direction: told.direction,
      ...content,
      peer: peerOf(each, told.owner, misread),
      description,
    }));
}

function contentOf(
  { protocol: raw, from, to }: RuleTold,
  misread: (reason: string) => void,
): Pick<SeenRule, 'protocol' | 'ports'> {
  if (raw === notTold) return { protocol: null, ports: null };
  const protocol = readProtocol(raw);
  if (protocol === null) {
    misread(`expected a protocol (tcp, udp, icmp, icmpv6, -1 or 0-255), found ${describe(raw)}`);
    return { protocol: null, ports: null };
  }
  if (from === notTold || to === notTold) return { protocol, ports: null };
  const ports = readPorts(protocol, from, to);
  if ('ports' in ports) return { protocol, ports: ports.ports };
  misread(ports.misread);
  return { protocol, ports: null };
}

function peerOf({ kind, value }: PeerTold, owner: string | null, misread: (reason: string) => void): Peer | null {
  const text = toldText(value);
  if (value === notTold) return null;
  if (text === null) {
    misread(`expected a CIDR, group or prefix list as the other end of a rule, found ${describe(value)}`);
    return null;
  }
  if (kind === 'list') return { kind, value: text };
  if (kind === 'group') return { kind, value: groupName(text, owner) };
  const cidr = canonicalCidr(text);
  if (cidr === null) misread(`expected a CIDR, found ${describe(text)}`);
  return cidr === null ? null : { kind: cidr.includes(':') ? 'ipv6' : 'ipv4', value: cidr };
}

/** `111122223333/sg-…` is bare when it is the group's own account; `amazon-elb/sg-…` of classic load balancers stays. */
function groupName(text: string, owner: string | null): string {
  return owner !== null && text.startsWith(`${owner}/`) ? text.slice(owner.length + 1) : text;
}
