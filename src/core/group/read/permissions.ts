import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { canonicalCidr } from '../../net/cidr.ts';
import { readPorts, readProtocol } from '../../net/protocol.ts';
import type { Direction, Peer, SeenRule } from '../rule.ts';
import { accountId, describe, list, text } from './field.ts';
import { groupPeer } from './peer.ts';

/** Rules as read, and a sentence for each part that could not be. */
export interface Rules {
  readonly rules: readonly SeenRule[];
  readonly misread: readonly string[];
}

/** What all rules of one list share. `owner` is the account of the group. */
export interface Shared {
  readonly direction: Direction | null;
  readonly owner: string | null;
}

/**
 * Spreads a request's permissions into rules: one for each item and each range, list or group in it, in the array form
 * and in the flat form (EC2 API reference, IpPermission and AuthorizeSecurityGroupIngress).
 */
export function readPermissions(request: JsonObject, shared: Shared): Rules {
  const items = list(request.ipPermissions);
  return joinRules([...items.map((item) => readItem(item, shared)), readFlat(request, shared)]);
}

/** Rules of an answer (`securityGroupRuleSet`, `revokedSecurityGroupRuleSet`) or of a Modify request: one peer each, with ids. */
export function readRuleSet(set: Json | undefined, shared: Shared): Rules {
  return joinRules(list(set).map((rule) => readRule(rule, shared)));
}

/** One rule in EC2's SecurityGroupRule form (EC2 API reference). */
export function readRule(rule: Json, shared: Shared): Rules {
  const id = text(rule, 'securityGroupRuleId');
  const egress = text(rule, 'isEgress');
  const direction = egress === null ? shared.direction : egress === 'true' ? 'egress' : 'ingress';
  const info = isObject(rule) ? rule.referencedGroupInfo : undefined;
  const referenced = text(rule, 'referencedGroupId');
  const named = info ?? (referenced === null ? null : { groupId: referenced });
  const owner = accountId(text(rule, 'groupOwnerId')) ?? shared.owner;
  const group = named === null ? null : groupPeer(named, owner);
  const peers = [...cidrPeers(rule, cidrKeys), ...listPeers(rule), ...(group === null ? [] : [group])];
  return spread(rule, { direction, owner }, peers, id);
}

const cidrKeys = ['cidrIp', 'cidrIpv4', 'cidrIpv6'];

/** Several readings as one. */
export function joinRules(parts: readonly Rules[]): Rules {
  return { rules: parts.flatMap((part) => part.rules), misread: parts.flatMap((part) => part.misread) };
}

function readItem(item: Json, shared: Shared): Rules {
  const at = (key: string): readonly Json[] => list(isObject(item) ? item[key] : undefined);
  const peers = [
    ...at('ipRanges').flatMap((range) => cidrPeers(asCidr(range), ['cidrIp'])),
    ...at('ipv6Ranges').flatMap((range) => cidrPeers(asCidr(range), ['cidrIpv6', 'cidrIp'])),
    ...at('prefixListIds').flatMap((each) => listPeers(each)),
    ...[...at('groups'), ...at('userIdGroupPairs')].map((group) =>
      withDescription(groupPeer(group, shared.owner), group),
    ),
  ];
  return spread(
    item,
    shared,
    peers.filter((peer) => peer !== null),
    null,
  );
}

/** Samples and re-exports give ranges as bare texts. */
function asCidr(range: Json): Json {
  return typeof range === 'string' ? { cidrIp: range, cidrIpv6: range } : range;
}

/** Flat form with a group and no protocol means ICMP, TCP and UDP from it (EC2 API reference, SourceSecurityGroupName). */
function readFlat(request: JsonObject, shared: Shared): Rules {
  const source = text(request, 'sourceSecurityGroupName') ?? text(request, 'sourceSecurityGroupId');
  const named = {
    groupName: text(request, 'sourceSecurityGroupName') ?? undefined,
    groupId: text(request, 'sourceSecurityGroupId') ?? undefined,
    userId: text(request, 'sourceSecurityGroupOwnerId') ?? undefined,
  };
  const group = source === null ? null : groupPeer(named, shared.owner);
  const peers = [...cidrPeers(request, ['cidrIp', 'cidrIpv6']), group].filter((peer) => peer !== null);
  if (peers.length === 0) return { rules: [], misread: [] };
  if (group === null || text(request, 'ipProtocol') !== null) return spread(request, shared, peers, null);
  return joinRules(['icmp', 'tcp', 'udp'].map((ipProtocol) => spread({ ipProtocol }, shared, peers, null)));
}

type Found = Peer | { readonly peer: Peer; readonly description: string | null } | { readonly bad: string };

function spread(item: Json, shared: Shared, peers: readonly Found[], id: string | null): Rules {
  const raw = isObject(item) ? item.ipProtocol : undefined;
  const protocol = readProtocol(raw);
  const ports =
    protocol === null
      ? null
      : readPorts(protocol, isObject(item) ? item.fromPort : undefined, isObject(item) ? item.toPort : undefined);
  const misread: string[] = [];
  if (protocol === null)
    misread.push(`expected a protocol (tcp, udp, icmp, icmpv6, -1 or 0-255), found ${describe(raw)}`);
  else if (ports !== null && 'misread' in ports) misread.push(ports.misread);
  if (peers.length === 0) misread.push('expected a CIDR, prefix list or group as the other end of a rule, found none');
  const content =
    protocol !== null && ports !== null && 'ports' in ports
      ? { protocol, ports: ports.ports }
      : { protocol: null, ports: null };
  const own = text(item, 'description');
  const found: readonly Found[] = peers.length > 0 ? peers : [{ bad: '' }];
  const rules = found.map((each): SeenRule => {
    if ('bad' in each) {
      if (each.bad !== '') misread.push(each.bad);
      return { id, direction: shared.direction, protocol: null, ports: null, peer: null, description: own };
    }
    const { peer, description } = 'peer' in each ? each : { peer: each, description: null };
    return { id, direction: shared.direction, ...content, peer, description: description ?? own };
  });
  return { rules, misread };
}

function cidrPeers(range: Json, keys: readonly string[]): Found[] {
  for (const key of keys) {
    const raw = text(range, key);
    if (raw === null) continue;
    const value = canonicalCidr(raw);
    if (value === null) return [{ bad: `expected a CIDR in \`${key}\`, found ${describe(raw)}` }];
    return [{ peer: { kind: value.includes(':') ? 'ipv6' : 'ipv4', value }, description: text(range, 'description') }];
  }
  return [];
}

function listPeers(named: Json): Found[] {
  const id = typeof named === 'string' ? named : text(named, 'prefixListId');
  return id === null ? [] : [{ peer: { kind: 'list', value: id }, description: text(named, 'description') }];
}

function withDescription(peer: Peer | null, named: Json): Found | null {
  return peer === null ? null : { peer, description: text(named, 'description') };
}
