import { describe, expect, test } from 'vitest';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';

const office = { Cidr: '192.0.2.0/24' };
const partner = { Cidr: '198.51.100.0/24', Description: 'partner' };

function listOf(at: AtWork, ...Entries: readonly { readonly Cidr: string }[]): string {
  const request = { PrefixListName: 'partners', MaxEntries: 3, AddressFamily: 'IPv4', Entries };
  return at.does('CreateManagedPrefixList', request).PrefixList.PrefixListId;
}

function look(at: AtWork, id: string) {
  return at.does('DescribeManagedPrefixLists', { PrefixListIds: [id] }).PrefixLists[0]!;
}

describe('managed prefix lists', () => {
  test('every edit of entries is a new version, and all versions can be read', () => {
    const at = new AtWork();
    const PrefixListId = listOf(at, office);
    const edit = { PrefixListId, CurrentVersion: 1, AddEntries: [partner], RemoveEntries: [office] };
    expect(at.does('ModifyManagedPrefixList', edit).PrefixList).toMatchObject({
      Version: 1,
      State: 'modify-in-progress',
    });
    expect(look(at, PrefixListId)).toMatchObject({ Version: 2, State: 'modify-complete' });
    const entries = (TargetVersion?: number) =>
      at.does('GetManagedPrefixListEntries', {
        PrefixListId,
        ...(TargetVersion === undefined ? {} : { TargetVersion }),
      }).Entries;
    expect([entries(), entries(1)]).toEqual([[partner], [office]]);
    at.does('RestoreManagedPrefixListVersion', { PrefixListId, PreviousVersion: 1, CurrentVersion: 2 });
    expect([look(at, PrefixListId).Version, entries()]).toEqual([3, [office]]);
    at.does('ModifyManagedPrefixList', { PrefixListId, PrefixListName: 'suppliers' });
    expect(look(at, PrefixListId)).toMatchObject({ Version: 3, PrefixListName: 'suppliers' });
  });

  test('a version that is no longer the current one refuses the edit', () => {
    const at = new AtWork();
    const PrefixListId = listOf(at, office);
    at.does('ModifyManagedPrefixList', { PrefixListId, AddEntries: [partner] });
    const late = { PrefixListId, CurrentVersion: 1, AddEntries: [{ Cidr: '0.0.0.0/0' }] };
    expect(at.refuses('ModifyManagedPrefixList', late)).toBe('PrefixListVersionMismatch');
    const back = { PrefixListId, CurrentVersion: 1, PreviousVersion: 1 };
    expect(at.refuses('RestoreManagedPrefixListVersion', back)).toBe('PrefixListVersionMismatch');
  });

  test('while an edit is on its way the old entries are in force, and no other is taken', () => {
    const at = new AtWork({ listDelay: 5000 });
    const PrefixListId = listOf(at, office);
    const edit = { PrefixListId, AddEntries: [partner] };
    expect(at.refuses('ModifyManagedPrefixList', edit)).toBe('IncorrectState');
    at.at += 5000;
    at.does('ModifyManagedPrefixList', edit);
    expect(look(at, PrefixListId)).toMatchObject({ State: 'modify-in-progress', Version: 1 });
    expect(at.does('GetManagedPrefixListEntries', { PrefixListId }).Entries).toEqual([office]);
    at.at += 5000;
    expect(at.does('GetManagedPrefixListEntries', { PrefixListId }).Entries).toEqual([office, partner]);
  });

  test('entries are as many as the list may hold, each once, of its family, by the hundred', () => {
    const at = new AtWork();
    const PrefixListId = listOf(at, office);
    const adds = (...cidrs: readonly string[]) =>
      at.refuses('ModifyManagedPrefixList', { PrefixListId, AddEntries: cidrs.map((Cidr) => ({ Cidr })) });
    expect(adds('10.0.0.0/8', '10.1.0.0/16', '10.2.0.0/16')).toBe('PrefixListMaxEntriesExceeded');
    expect(adds('192.0.2.9/24')).toBe('InvalidPrefixListModification');
    expect(adds('2001:db8::/32')).toBe('InvalidParameterValue');
    expect(adds(...Array.from({ length: 101 }, (_, n) => `10.${n}.0.0/16`))).toBe('InvalidParameterValue');
    const gone = { PrefixListId, RemoveEntries: [partner] };
    expect(at.refuses('ModifyManagedPrefixList', gone)).toBe('InvalidPrefixListModification');
    const both = { PrefixListId, AddEntries: [partner], MaxEntries: 5 };
    expect(at.refuses('ModifyManagedPrefixList', both)).toBe('InvalidParameterCombination');
  });

  test('a new size fails later when a group that names the list has no room, and says which', () => {
    const at = new AtWork();
    const PrefixListId = listOf(at, office);
    const group = at.group('web');
    at.opens(group, { ...tcp(22), PrefixListIds: [{ PrefixListId }] });
    at.does('ModifyManagedPrefixList', { PrefixListId, MaxEntries: 61 });
    const failed = { State: 'modify-failed', StateMessage: expect.stringContaining(group), MaxEntries: 3, Version: 1 };
    expect(look(at, PrefixListId)).toMatchObject(failed);
    at.does('ModifyManagedPrefixList', { PrefixListId, MaxEntries: 60 });
    expect(look(at, PrefixListId)).toMatchObject({ State: 'modify-complete', MaxEntries: 60, Version: 1 });
  });

  test('a deletion is accepted at once, and fails later while a rule names the list', () => {
    const at = new AtWork();
    const PrefixListId = listOf(at, office);
    const group = at.group('web');
    const [rule] = at.opens(group, { ...tcp(22), PrefixListIds: [{ PrefixListId }] }) as [string];
    expect(at.does('DeleteManagedPrefixList', { PrefixListId }).PrefixList.State).toBe('delete-in-progress');
    expect(look(at, PrefixListId)).toMatchObject({
      State: 'delete-failed',
      StateMessage: expect.stringContaining(group),
    });
    at.does('RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: [rule] });
    at.does('DeleteManagedPrefixList', { PrefixListId });
    expect(at.does('DescribeManagedPrefixLists', {}).PrefixLists).toEqual([]);
    expect(at.refuses('GetManagedPrefixListEntries', { PrefixListId })).toBe('InvalidPrefixListID.NotFound');
  });
});
