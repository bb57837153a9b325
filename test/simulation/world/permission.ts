import type { IpPermission, SecurityGroupRuleRequest } from '../../../src/aws/model/shape.ts';
import type { Peer, Tuple } from '../../../src/core/group/rule.ts';
import { account } from './estate.ts';

/** A rule as Authorize and Revoke take it. */
export function permissionOf(rule: Tuple, text?: string | null): IpPermission {
  const { value } = rule.peer;
  const said = typeof text === 'string' ? { Description: text } : {};
  const peers: Readonly<Record<Peer['kind'], Partial<IpPermission>>> = {
    ...{ ipv4: { IpRanges: [{ CidrIp: value, ...said }] }, ipv6: { Ipv6Ranges: [{ CidrIpv6: value, ...said }] } },
    ...{ list: { PrefixListIds: [{ PrefixListId: value, ...said }] } },
    ...{ group: { UserIdGroupPairs: [{ GroupId: value, UserId: account, ...said }] } },
  };
  return { ...serviceOf(rule), ...peers[rule.peer.kind] };
}

/** A rule as ModifySecurityGroupRules takes it. */
export function rewriteOf(rule: Tuple): SecurityGroupRuleRequest {
  const { value } = rule.peer;
  const peers: Readonly<Record<Peer['kind'], SecurityGroupRuleRequest>> = {
    ...{ ipv4: { CidrIpv4: value }, ipv6: { CidrIpv6: value } },
    ...{ list: { PrefixListId: value }, group: { ReferencedGroupId: value } },
  };
  return { ...serviceOf(rule), ...peers[rule.peer.kind] };
}

function serviceOf({ protocol, ports }: Tuple) {
  return { IpProtocol: protocol, ...(ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] }) };
}

/** A rule's content in one line. */
export function lineOf({ direction, protocol, ports, peer }: Tuple): string {
  return [direction, protocol, ports?.join('-') ?? '*', peer.value].join(' ');
}
