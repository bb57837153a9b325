import { writeTags } from './calls/tag-specification.ts';
import type { IpPermission, RevokedSecurityGroupRule, SecurityGroupRule } from './shape.ts';
import { arnOf, type Ec2State, type HeldGroup, type HeldRule } from './state.ts';

/** A rule as DescribeSecurityGroupRules and Authorize answer it: canonical, -1 where its protocol has no ports. */
export function writeRule(state: Ec2State, group: string, rule: HeldRule): SecurityGroupRule {
  const { account, name } = peerGroup(state, rule.peer.value);
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group,
    GroupOwnerId: state.account,
    ...serviceOf(rule),
    ...addressesOf(rule),
    ...(rule.peer.kind === 'group' ? { ReferencedGroupInfo: { GroupId: name, UserId: account } } : {}),
    ...(rule.description === null ? {} : { Description: rule.description }),
    Tags: writeTags(rule.tags),
    SecurityGroupRuleArn: arnOf(state, 'security-group-rule', rule.id),
  };
}

/** A rule as Revoke answers it. */
export function writeRevoked(state: Ec2State, group: string, rule: HeldRule): RevokedSecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group,
    ...serviceOf(rule),
    ...addressesOf(rule),
    ...(rule.peer.kind === 'group' ? { ReferencedGroupId: peerGroup(state, rule.peer.value).name } : {}),
    ...(rule.description === null ? {} : { Description: rule.description }),
  };
}

/** The rules of one direction gathered by protocol and ports, as DescribeSecurityGroups shows them. */
export function writePermissions(state: Ec2State, { rules }: HeldGroup, egress: boolean): readonly IpPermission[] {
  const own = rules.filter((rule) => (rule.direction === 'egress') === egress);
  const gathered = Map.groupBy(own, ({ protocol, ports }) => `${protocol} ${ports}`);
  return [...gathered.values()].map((alike) => {
    const [{ protocol, ports }] = alike as [HeldRule];
    const said = ({ description }: HeldRule) => (description === null ? {} : { Description: description });
    const of = (kind: HeldRule['peer']['kind']) => alike.filter(({ peer }) => peer.kind === kind);
    return {
      IpProtocol: protocol,
      ...(ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] }),
      IpRanges: of('ipv4').map((rule) => ({ CidrIp: rule.peer.value, ...said(rule) })),
      Ipv6Ranges: of('ipv6').map((rule) => ({ CidrIpv6: rule.peer.value, ...said(rule) })),
      PrefixListIds: of('list').map((rule) => ({ PrefixListId: rule.peer.value, ...said(rule) })),
      UserIdGroupPairs: of('group').map((rule) => {
        const { account, name } = peerGroup(state, rule.peer.value);
        return { GroupId: name, UserId: account, ...said(rule) };
      }),
    };
  });
}

/** The account and id in a group peer's value, which names the account only when it is another one. */
export function peerGroup(state: Ec2State, value: string): { readonly account: string; readonly name: string } {
  const slash = value.indexOf('/');
  if (slash < 0) return { account: state.account, name: value };
  return { account: value.slice(0, slash), name: value.slice(slash + 1) };
}

function serviceOf({ direction, protocol, ports }: HeldRule) {
  return {
    IsEgress: direction === 'egress',
    IpProtocol: protocol,
    FromPort: ports?.[0] ?? -1,
    ToPort: ports?.[1] ?? -1,
  };
}

function addressesOf({ peer: { kind, value } }: HeldRule) {
  if (kind === 'ipv4') return { CidrIpv4: value };
  if (kind === 'ipv6') return { CidrIpv6: value };
  return kind === 'list' ? { PrefixListId: value } : {};
}
