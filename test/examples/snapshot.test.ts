import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distinctRecords, examples, readWeek, type WeekRecord } from './read-week.ts';

interface Snapshot {
  readonly takenAt: string;
  readonly accounts: readonly {
    readonly SecurityGroups: readonly {
      GroupId: string;
      IpPermissions: Permission[];
      IpPermissionsEgress: Permission[];
    }[];
    readonly SecurityGroupRules: readonly (Record<string, unknown> & {
      SecurityGroupRuleId: string;
      GroupId: string;
    })[];
    readonly PrefixLists: readonly { PrefixListId: string; Version: number; Entries: { Cidr: string }[] }[];
    readonly NetworkInterfaces: readonly { NetworkInterfaceId: string; Groups: { GroupId: string }[] }[];
  }[];
}
type Permission = Record<'UserIdGroupPairs' | 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds', unknown[]>;

const snapshot = JSON.parse(readFileSync(join(examples, 'snapshot.json'), 'utf8')) as Snapshot;
const applied = distinctRecords(readWeek(examples)).filter(({ errorCode }) => errorCode === undefined);
const rules = new Map(
  snapshot.accounts.flatMap((one) => one.SecurityGroupRules).map((rule) => [rule.SecurityGroupRuleId, rule]),
);
const groups = new Map(snapshot.accounts.flatMap((one) => one.SecurityGroups).map((group) => [group.GroupId, group]));

describe('the snapshot at the end of the week agrees with the records', () => {
  it('it was taken when the week was over, in every account and region', () => {
    expect(snapshot.takenAt).toBe('2026-03-09T00:00:00Z');
    expect(snapshot.accounts).toHaveLength(12);
  });

  it('a rule that a record added stands, unless another record took it or its group away', () => {
    const gone = new Set([...idsIn('revokedSecurityGroupRuleSet'), ...idsIn('securityGroupRuleIds')]);
    const deleted = new Set(named('DeleteSecurityGroup').map(({ requestParameters }) => requestParameters.groupId));
    const added = applied.flatMap((one) => itemsOf(one.responseElements?.securityGroupRuleSet));
    expect(added.length).toBeGreaterThan(100);
    for (const rule of added) {
      const id = rule.securityGroupRuleId as string;
      expect([id, rules.has(id)]).toEqual([id, !gone.has(id) && !deleted.has(rule.groupId)]);
    }
    expect([...gone].filter((id) => rules.has(id))).toEqual([]);
  });

  it('a rule that was edited in place stands as the last edit left it', () => {
    const last = new Map(named('ModifySecurityGroupRules').flatMap(editsOf));
    expect(last.size).toBeGreaterThan(4);
    for (const [id, edit] of last) {
      const rule = rules.get(id);
      if (rule !== undefined) expect(rule).toMatchObject({ ...edit, IpProtocol: String(edit.IpProtocol) });
    }
  });

  it('a group that was deleted is gone, a group that was made stands', () => {
    const deleted = named('DeleteSecurityGroup').map(({ requestParameters }) => requestParameters.groupId as string);
    const made = named('CreateSecurityGroup').map(({ responseElements }) => responseElements?.groupId as string);
    expect(deleted.filter((id) => groups.has(id))).toEqual([]);
    expect(made.filter((id) => !groups.has(id) && !deleted.includes(id))).toEqual([]);
  });

  it('the permissions of a group hold as many peers as it has rules', () => {
    const perGroup = Map.groupBy(rules.values(), ({ GroupId }) => GroupId);
    for (const { GroupId, IpPermissions, IpPermissionsEgress } of groups.values()) {
      const peers = [...IpPermissions, ...IpPermissionsEgress].flatMap((one) => [
        ...one.UserIdGroupPairs,
        ...one.IpRanges,
        ...one.Ipv6Ranges,
        ...one.PrefixListIds,
      ]);
      expect(peers).toHaveLength(perGroup.get(GroupId)?.length ?? 0);
    }
  });

  it('the prefix list has the entries that its edits leave, and everybody is among them', () => {
    const [list] = snapshot.accounts.flatMap((one) => one.PrefixLists);
    expect(list?.Version).toBe(1 + named('ModifyManagedPrefixList').length);
    const cidrs = ['198.51.100.128/27', '198.51.100.160/27', '198.51.100.192/28', '0.0.0.0/0'];
    expect(list?.Entries.map(({ Cidr }) => Cidr)).toEqual(cidrs);
  });

  it('an interface has the groups that the last record put on it', () => {
    const interfaces = snapshot.accounts.flatMap((one) => one.NetworkInterfaces);
    for (const { requestParameters } of named('ModifyNetworkInterfaceAttribute')) {
      const one = interfaces.find(
        ({ NetworkInterfaceId }) => NetworkInterfaceId === requestParameters.networkInterfaceId,
      );
      const wanted = itemsOf(requestParameters.groupSet).map(({ groupId }) => groupId);
      expect(one?.Groups.map(({ GroupId }) => GroupId)).toEqual(wanted);
    }
    const strangers = interfaces.flatMap((one) => one.Groups).filter(({ GroupId }) => !groups.has(GroupId));
    expect(strangers).toEqual([]);
  });
});

function named(name: string): readonly WeekRecord[] {
  return applied.filter(({ eventName }) => eventName === name);
}

function itemsOf(list: unknown): readonly Record<string, unknown>[] {
  return (list as { items?: Record<string, unknown>[] } | undefined)?.items ?? [];
}

function idsIn(member: string): readonly string[] {
  return applied
    .flatMap((one) => [...itemsOf(one.requestParameters?.[member]), ...itemsOf(one.responseElements?.[member])])
    .map((item) => item.securityGroupRuleId as string);
}

function editsOf({ requestParameters }: WeekRecord): readonly (readonly [string, Record<string, unknown>])[] {
  const request = requestParameters.ModifySecurityGroupRulesRequest as { SecurityGroupRule: unknown };
  const edits = [request.SecurityGroupRule].flat() as {
    SecurityGroupRuleId: string;
    SecurityGroupRule: Record<string, unknown>;
  }[];
  return edits.map((edit) => [edit.SecurityGroupRuleId, edit.SecurityGroupRule]);
}
