import { describe, expect, test } from 'vitest';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';
import { readSnapshot } from '../../../core/group/read/describe.ts';
import type { Json } from '../../../core/leaf/canonical.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';

const office = '192.0.2.0/24';

describe('looks', () => {
  test('come in pages, and every page but the last names the next', () => {
    const at = new AtWork();
    const group = at.group('web');
    at.opens(group, ...Array.from({ length: 12 }, (_, n) => tcp(1000 + n, office)));
    const Filters = [{ Name: 'group-id', Values: [group] }];
    const ids: string[] = [];
    let token: string | undefined;
    let pages = 0;
    do {
      const next = token === undefined ? {} : { NextToken: token };
      const page = at.does('DescribeSecurityGroupRules', { Filters, MaxResults: 5, ...next });
      ids.push(...page.SecurityGroupRules.map((rule) => rule.SecurityGroupRuleId));
      token = page.NextToken;
      pages += 1;
    } while (token !== undefined);
    expect([pages, new Set(ids).size]).toEqual([3, 13]);
    expect(at.refuses('DescribeSecurityGroupRules', { MaxResults: 4 })).toBe('InvalidParameterValue');
    expect(at.refuses('DescribeSecurityGroupRules', { NextToken: 'x' })).toBe('InvalidParameterValue');
  });

  test('find by filter, `*` and `?` included, and refuse filters that EC2 has not', () => {
    const at = new AtWork();
    const [web, app] = [at.group('web-1'), at.group('app.1')];
    at.does('CreateTags', { Resources: [app], Tags: [{ Key: 'environment', Value: 'prod' }] });
    const found = (Name: string, ...Values: readonly string[]) =>
      at.does('DescribeSecurityGroups', { Filters: [{ Name, Values }] }).SecurityGroups.map((group) => group.GroupId);
    expect(found('group-name', 'web*', 'app?1')).toEqual([web, app]);
    expect(found('group-name', 'app')).toEqual([]);
    expect(found('tag:environment', 'prod')).toEqual([app]);
    expect(found('tag-key', 'environment')).toEqual([app]);
    expect(found('vpc-id', at.dual.id)).toEqual([at.dual.defaultGroup]);
    const wrong = { Filters: [{ Name: 'colour', Values: ['red'] }] };
    expect(at.refuses('DescribeSecurityGroups', wrong)).toBe('InvalidParameterValue');
    expect(at.does('DescribeVpcs', { Filters: [{ Name: 'is-default', Values: ['true'] }] }).Vpcs).toMatchObject([
      { VpcId: at.standard.id, IsDefault: true },
    ]);
  });

  test('one id that is not there refuses the whole look', () => {
    const at = new AtWork();
    const group = at.group('web');
    const lost = 'sg-00000000';
    expect(at.refuses('DescribeSecurityGroups', { GroupIds: [group, lost] })).toBe('InvalidGroup.NotFound');
    const rule = { SecurityGroupRuleIds: ['sgr-00000000000000000'] };
    expect(at.refuses('DescribeSecurityGroupRules', rule)).toBe('InvalidSecurityGroupRuleId.NotFound');
    const card = { NetworkInterfaceIds: ['eni-00000000'] };
    expect(at.refuses('DescribeNetworkInterfaces', card)).toBe('InvalidNetworkInterfaceID.NotFound');
    expect(at.refuses('DescribeVpcs', { VpcIds: ['vpc-00000000'] })).toBe('InvalidVpcID.NotFound');
    const list = { PrefixListIds: ['pl-00000000'] };
    expect(at.refuses('DescribeManagedPrefixLists', list)).toBe('InvalidPrefixListID.NotFound');
  });

  test('R30: read as a snapshot is read, show what the model holds', () => {
    const at = new AtWork();
    const group = at.group('web', at.dual);
    const entry = { Cidr: '198.51.100.0/24', Description: 'partner' };
    const list = { PrefixListName: 'partners', MaxEntries: 5, AddressFamily: 'IPv4', Entries: [entry] };
    const { PrefixListId } = at.does('CreateManagedPrefixList', list).PrefixList;
    at.opens(group, { ...tcp(22, office, '10.0.0.0/8'), PrefixListIds: [{ PrefixListId }] });
    at.opens(group, { ...tcp(443), UserIdGroupPairs: [{ GroupId: group }] });
    at.does('CreateNetworkInterface', { SubnetId: at.dual.subnet, Groups: [group] });
    const json = {
      takenAt: writeInstant(at.at),
      ...at.does('DescribeSecurityGroups', {}),
      ...at.does('DescribeSecurityGroupRules', {}),
      ...at.does('DescribeNetworkInterfaces', {}),
      PrefixLists: at.does('DescribeManagedPrefixLists', {}).PrefixLists.map((each) => ({
        ...each,
        ...at.does('GetManagedPrefixListEntries', { PrefixListId: each.PrefixListId }),
      })),
    };
    const { perimeter, misread } = readSnapshot(json as unknown as Json);
    expect(misread).toEqual([]);
    const shown = perimeter!.groups.find(({ id }) => id === group)!;
    const held = at.model.state.groups.get(group)!;
    expect(shown.rules.toSorted(byId)).toEqual(held.rules.map(({ tags: _, ...rule }) => rule).toSorted(byId));
    expect(perimeter!.lists).toMatchObject([{ id: PrefixListId, entries: [entry.Cidr], version: 1 }]);
    expect(perimeter!.interfaces).toMatchObject([{ groups: [group], vpc: at.dual.id }]);
  });
});

function byId(one: { readonly id: string | null }, other: { readonly id: string | null }): number {
  return String(one.id) < String(other.id) ? -1 : 1;
}
