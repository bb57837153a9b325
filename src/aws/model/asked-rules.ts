import type { Direction, Peer, Tuple } from '../../core/group/rule.ts';
import { canonicalCidr } from '../../core/net/cidr.ts';
import { readPorts, readProtocol } from '../../core/net/protocol.ts';
import type { RuleRequest } from './call.ts';
import { findGroupByName, findList } from './find.ts';
import { isRefused, type Refused, refuse, refuseOtherNetwork } from './refusal.ts';
import type { IpPermission, UserIdGroupPair } from './shape.ts';
import type { Site } from './site.ts';
import type { Ec2State, HeldGroup } from './state.ts';

/** One rule that a call names by content, canonical, and the part of the request that named it. */
export interface AskedRule extends Tuple {
  readonly description: string | null;
  readonly asked: IpPermission;
}

/**
 * Spreads a request into rules, one a peer, as EC2 keeps them: CIDRs masked, protocols by name. Refuses what EC2 refuses:
 * a CIDR that is none, ports out of order, one permission twice, a group or list that is not there, descriptions with
 * signs that EC2 does not take (EC2 API reference, AuthorizeSecurityGroupIngress, IpPermission, IpRange).
 */
export function readAskedRules(
  state: Ec2State,
  site: Site,
  group: HeldGroup,
  direction: Direction,
  request: RuleRequest,
): readonly AskedRule[] | Refused {
  const permissions = readFlat(request, direction);
  if (isRefused(permissions)) return permissions;
  const rules: AskedRule[] = [];
  const seen = new Set<string>();
  for (const permission of permissions) {
    const read = readPermission(state, site, group, direction, permission);
    if (isRefused(read)) return read;
    for (const rule of read) {
      const key = tupleKey(rule);
      if (seen.has(key)) return refuse('InvalidParameterValue', 'The same permission must not appear multiple times');
      seen.add(key);
      rules.push(rule);
    }
  }
  return rules.length === 0 ? refuse('MissingParameter', 'ipPermissions') : rules;
}

/** What makes two rules of a group the same to EC2: everything but id, description and tags. */
export function tupleKey({ direction, protocol, ports, peer }: Tuple): string {
  return `${direction} ${protocol} ${ports === null ? '*' : `${ports[0]}..${ports[1]}`} ${peer.kind} ${peer.value}`;
}

/** Says why EC2 does not take a text as a rule's description; `null` when it does. */
export function findBadDescription(text: string | undefined): Refused | null {
  if (text === undefined || /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/.test(text)) return null;
  const signs = 'a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*';
  const said = `Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: ${signs}`;
  return refuse('InvalidParameterValue', said);
}

/** The flat form of a request as permissions: one CIDR, or all ICMP, TCP and UDP of a group by name. */
function readFlat(request: RuleRequest, direction: Direction): readonly IpPermission[] | Refused {
  const { CidrIp, SourceSecurityGroupName, IpProtocol } = request;
  const permissions = request.IpPermissions ?? [];
  if (CidrIp === undefined && SourceSecurityGroupName === undefined) return permissions;
  if (permissions.length > 0 || direction === 'egress')
    return refuse('InvalidParameterCombination', 'The parameter ipPermissions may not be used with a rule given flat');
  const ports = {
    ...(request.FromPort === undefined ? {} : { FromPort: request.FromPort }),
    ...(request.ToPort === undefined ? {} : { ToPort: request.ToPort }),
  };
  if (CidrIp !== undefined)
    return IpProtocol === undefined
      ? refuse('MissingParameter', 'ipProtocol')
      : [{ IpProtocol, ...ports, IpRanges: [{ CidrIp }] }];
  const pair: UserIdGroupPair = {
    GroupName: SourceSecurityGroupName!,
    ...(request.SourceSecurityGroupOwnerId === undefined ? {} : { UserId: request.SourceSecurityGroupOwnerId }),
  };
  return [
    { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, UserIdGroupPairs: [pair] },
    { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, UserIdGroupPairs: [pair] },
    { IpProtocol: 'udp', FromPort: 0, ToPort: 65535, UserIdGroupPairs: [pair] },
  ];
}

function readPermission(
  state: Ec2State,
  site: Site,
  group: HeldGroup,
  direction: Direction,
  permission: IpPermission,
): readonly AskedRule[] | Refused {
  const service = readService(permission);
  if (isRefused(service)) return service;
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [], ...bare } = permission;
  const found: (readonly [Peer | Refused, string | undefined, IpPermission])[] = [
    ...IpRanges.map(
      (each) => [readCidr('ipv4', each.CidrIp), each.Description, { ...bare, IpRanges: [each] }] as const,
    ),
    ...Ipv6Ranges.map(
      (each) => [readCidr('ipv6', each.CidrIpv6), each.Description, { ...bare, Ipv6Ranges: [each] }] as const,
    ),
    ...PrefixListIds.map(
      (each) =>
        [readList(state, site, each.PrefixListId), each.Description, { ...bare, PrefixListIds: [each] }] as const,
    ),
    ...UserIdGroupPairs.map(
      (each) => [readPair(state, site, group, each), each.Description, { ...bare, UserIdGroupPairs: [each] }] as const,
    ),
  ];
  const rules: AskedRule[] = [];
  for (const [peer, description, asked] of found) {
    if (isRefused(peer)) return peer;
    const bad = findBadDescription(description);
    if (bad !== null) return bad;
    rules.push({ direction, ...service, peer, description: description || null, asked });
  }
  return rules;
}

/** Protocol and ports of a rule. TCP and UDP must name both ends of their ports. */
export function readService(asked: {
  readonly IpProtocol?: string;
  readonly FromPort?: number;
  readonly ToPort?: number;
}): Pick<Tuple, 'protocol' | 'ports'> | Refused {
  const protocol = readProtocol(asked.IpProtocol);
  if (protocol === null)
    return refuse('InvalidParameterValue', `Invalid value '${asked.IpProtocol}' for IP protocol. Unknown protocol.`);
  const half = asked.FromPort === undefined || asked.ToPort === undefined;
  if (half && (protocol === 'tcp' || protocol === 'udp'))
    return refuse(
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    );
  const ports = readPorts(protocol, asked.FromPort, asked.ToPort);
  if ('misread' in ports)
    return refuse('InvalidParameterValue', `Invalid port range (${asked.FromPort}:${asked.ToPort}) for ${protocol}`);
  return { protocol, ports: ports.ports };
}

/** A CIDR of one family as a peer. */
export function readCidr(kind: 'ipv4' | 'ipv6', text: string): Peer | Refused {
  const value = canonicalCidr(text);
  const fits = value !== null && value.includes(':') === (kind === 'ipv6');
  return fits ? { kind, value } : refuse('InvalidParameterValue', `CIDR block ${text} is malformed`);
}

/** A prefix list as a peer. */
export function readList(state: Ec2State, site: Site, id: string): Peer | Refused {
  const list = findList(state, site, id);
  return isRefused(list) ? list : { kind: 'list', value: id };
}

/** A group as a peer: of this account by id or name, which must stand; of another as it is written. */
export function readPair(state: Ec2State, site: Site, group: HeldGroup, pair: UserIdGroupPair): Peer | Refused {
  const foreign = pair.UserId !== undefined && pair.UserId !== state.account;
  if (foreign && pair.GroupId !== undefined) return { kind: 'group', value: `${pair.UserId}/${pair.GroupId}` };
  if (foreign && !/^\d{12}$/.test(pair.UserId!)) return { kind: 'group', value: `${pair.UserId}/${pair.GroupName}` };
  if (foreign) return { kind: 'group', value: `${pair.UserId}/name:${pair.GroupName}` };
  if (pair.GroupId !== undefined)
    return site.seen.groups.has(pair.GroupId) && state.groups.has(pair.GroupId)
      ? { kind: 'group', value: pair.GroupId }
      : refuse('InvalidGroup.NotFound', pair.GroupId);
  const named = findGroupByName(state, site, pair.GroupName ?? '');
  if (isRefused(named)) return named;
  return named.vpc === group.vpc ? { kind: 'group', value: named.id } : refuseOtherNetwork();
}
