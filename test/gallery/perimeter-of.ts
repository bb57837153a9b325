import type { Perimeter } from '../../src/core/group/group.ts';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { GroupStanding, StateCase } from './case.ts';

const account = '111122223333';

/** What the describe calls of EC2 print of a state, read as a snapshot is read. */
export function perimeterOf({ groups, lists = {}, interfaces = [], at }: StateCase): Perimeter {
  const ids = new Map(groups.map((group, n) => [group.name, idOf(group, n)]));
  const { perimeter, misread } = readSnapshot({
    takenAt: at ?? '2026-01-31T09:00:00Z',
    account,
    region: 'eu-west-1',
    SecurityGroups: groups.map((group, n) => ({
      ...{ GroupId: idOf(group, n), GroupName: group.name, VpcId: 'vpc-1', OwnerId: account },
      Tags: Object.entries(group.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      IpPermissions: permissions(group, 'in'),
      IpPermissionsEgress: permissions(group, 'out'),
    })),
    PrefixLists: Object.entries(lists).map(([PrefixListId, entries]) => ({
      ...{ PrefixListId, PrefixListName: PrefixListId.slice(3), Version: 1 },
      ...(entries === null ? {} : { Entries: entries.map((Cidr) => ({ Cidr })) }),
    })),
    NetworkInterfaces: interfaces.map((each, n) => ({
      ...{ NetworkInterfaceId: `eni-${n}`, VpcId: 'vpc-1', InterfaceType: 'interface' },
      Groups: each.groups.map((name) => ({ GroupId: ids.get(name)!, GroupName: name })),
      ...(each.for?.startsWith('i-')
        ? { Attachment: { InstanceId: each.for }, Description: '' }
        : { Description: each.for ?? '' }),
    })),
  });
  if (perimeter === null || misread.length > 0) throw new Error(misread.join('; '));
  return perimeter;
}

function idOf({ id }: GroupStanding, n: number): string {
  return id ?? `sg-${String(n).padStart(17, '0')}`;
}

function permissions({ rules }: GroupStanding, direction: string): readonly JsonObject[] {
  return rules.flatMap((line) => {
    const [way, protocol, ports, peer] = line.split(' ') as [string, string, string, string];
    if (way !== direction) return [];
    const [from, to = from] = ports === '-' ? [null] : ports.split(protocol.startsWith('icmp') ? '/' : '-');
    const range = from === null || from === undefined ? {} : { FromPort: Number(from), ToPort: Number(to) };
    return [{ IpProtocol: protocol, ...range, ...peersOf(peer) }];
  });
}

function peersOf(peer: string): JsonObject {
  if (peer.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: peer }] };
  const [GroupId, UserId = account] = peer.split('/').reverse();
  if (GroupId!.startsWith('sg-')) return { UserIdGroupPairs: [{ GroupId: GroupId!, UserId }] };
  return peer.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: peer }] } : { IpRanges: [{ CidrIp: peer }] };
}
