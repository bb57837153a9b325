import type { Perimeter } from '../../src/core/group/group.ts';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { writeInstant } from '../../src/core/leaf/instant.ts';
import type { LiveRule, World } from './ec2.ts';

/** What the describe calls of EC2 print of a world, read as a snapshot is read. `ids`: with describe-security-group-rules. */
export function snapshotOf(world: World, at: number, ids = true): Perimeter {
  const groups = [...world.groups.values()];
  const { perimeter, misread } = readSnapshot({
    takenAt: writeInstant(at),
    SecurityGroups: groups.map((group) => ({
      ...{ GroupId: group.id, GroupName: group.name, VpcId: group.vpc, OwnerId: '111122223333' },
      SecurityGroupArn: `arn:aws:ec2:eu-west-1:111122223333:security-group/${group.id}`,
      Tags: Object.entries(group.tags).map(([Key, Value]) => ({ Key, Value })),
      IpPermissions: group.rules.filter((rule) => rule.direction === 'ingress').map(permission),
      IpPermissionsEgress: group.rules.filter((rule) => rule.direction === 'egress').map(permission),
    })),
    ...(ids ? { SecurityGroupRules: groups.flatMap((group) => group.rules.map((rule) => row(rule, group.id))) } : {}),
    PrefixLists: [...world.lists.values()].map((list) => ({
      ...{ PrefixListId: list.id, PrefixListName: list.name, Version: list.versions.length },
      Entries: list.versions.at(-1)!.map((Cidr) => ({ Cidr })),
    })),
  });
  if (perimeter === null || misread.length > 0) throw new Error(misread.join('; '));
  return perimeter;
}

function permission({ protocol, ports, peer: { kind, value } }: LiveRule): JsonObject {
  return {
    ...{ IpProtocol: protocol, FromPort: ports?.[0] ?? -1, ToPort: ports?.[1] ?? -1 },
    IpRanges: kind === 'ipv4' ? [{ CidrIp: value }] : [],
    Ipv6Ranges: kind === 'ipv6' ? [{ CidrIpv6: value }] : [],
    PrefixListIds: kind === 'list' ? [{ PrefixListId: value }] : [],
    UserIdGroupPairs: kind === 'group' ? [{ GroupId: value, UserId: '111122223333' }] : [],
  };
}

function row({ id, direction, protocol, ports, peer: { kind, value } }: LiveRule, group: string): JsonObject {
  const peer = {
    ipv4: { CidrIpv4: value },
    ipv6: { CidrIpv6: value },
    list: { PrefixListId: value },
    group: { ReferencedGroupInfo: { GroupId: value, UserId: '111122223333' } },
  };
  return {
    ...{ SecurityGroupRuleId: id, GroupId: group, GroupOwnerId: '111122223333', IsEgress: direction === 'egress' },
    ...{ IpProtocol: protocol, FromPort: ports?.[0] ?? -1, ToPort: ports?.[1] ?? -1 },
    ...peer[kind],
  };
}
