import { describe, expect } from 'vitest';
import { testsOn } from '../contract-test.ts';
import {
  type Abilities,
  answered,
  does,
  type Ec2Bench,
  found,
  type MakeBench,
  newGroup,
  standing,
} from '../ec2-bench.ts';
import { order, performs } from './orders.ts';

const office = '192.0.2.0/24';
const partner = '198.51.100.0/24';

/** What holds of lists, interfaces and tags. */
export function holdingsContract(make: MakeBench, can: Abilities): void {
  const it = testsOn(can);
  describe('editing a prefix list', () => {
    it('puts entries back with their descriptions, and takes others out, at the version that was read', async () => {
      const bench = await make();
      const list = await newList(bench, partner);
      const add = [{ cidr: office, description: 'office' }];
      const edit = order<'edit-list'>(bench, {
        ...{ call: 'edit-list', role: 'restore', list, version: 1, add, remove: [partner] },
      });
      expect(answered(await performs(bench, edit))).toEqual({ revoked: null, made: null, unknown: 0 });
      expect(found(await bench.gatherer.list(bench.site, list))).toMatchObject({ version: 2, entries: [office] });
      const { Entries } = await does(bench, 'GetManagedPrefixListEntries', { PrefixListId: list });
      expect(Entries).toEqual([{ Cidr: office, Description: 'office' }]);
    });

    it('is refused when the list has moved on, and changes nothing', async () => {
      const bench = await make();
      const list = await newList(bench, partner);
      const theirs = { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: '203.0.113.0/24' }] };
      await does(bench, 'ModifyManagedPrefixList', theirs);
      const edit = order<'edit-list'>(bench, {
        ...{ call: 'edit-list', role: 'restore', list, version: 1, add: [], remove: [partner] },
      });
      expect(await performs(bench, edit)).toMatchObject({ failure: 'stale', code: 'PrefixListVersionMismatch' });
      expect(found(await bench.gatherer.list(bench.site, list))).toMatchObject({
        ...{ version: 2, entries: [partner, '203.0.113.0/24'] },
      });
    });

    it('whose entry is not there any more, or that is gone, says so', async () => {
      const bench = await make();
      const list = await newList(bench, partner);
      const edit = order<'edit-list'>(bench, {
        ...{ call: 'edit-list', role: 'restore', list, version: 1, add: [], remove: [office] },
      });
      expect(await performs(bench, edit)).toMatchObject({ failure: 'stale' });
      await does(bench, 'DeleteManagedPrefixList', { PrefixListId: list });
      expect(await performs(bench, edit)).toMatchObject({ failure: 'gone' });
    });
  });

  describe('setting the groups of an interface', () => {
    it('replaces them all: who writes last wins', async () => {
      const bench = await make();
      const [web, app, theirs] = [
        await newGroup(bench, 'web'),
        await newGroup(bench, 'app'),
        await newGroup(bench, 'theirs'),
      ];
      const card = await newInterface(bench, web);
      await does(bench, 'ModifyNetworkInterfaceAttribute', { NetworkInterfaceId: card, Groups: [web, theirs] });
      answered(await performs(bench, setGroups(bench, card, [web, app])));
      expect(found(await bench.gatherer.interface(bench.site, card))!.groups.toSorted()).toEqual([web, app].toSorted());
    });

    it('says when the interface or one of the groups is gone, or when there are too many', async () => {
      const bench = await make();
      const web = await newGroup(bench, 'web');
      const card = await newInterface(bench, web);
      const gone = await newGroup(bench, 'gone');
      await does(bench, 'DeleteSecurityGroup', { GroupId: gone });
      expect(await performs(bench, setGroups(bench, card, [web, gone]))).toMatchObject({ failure: 'gone' });
      const many = [web];
      for (let n = 0; n < 5; n++) many.push(await newGroup(bench, `more-${n}`));
      expect(await performs(bench, setGroups(bench, card, many))).toMatchObject({ failure: 'full' });
      expect(found(await bench.gatherer.interface(bench.site, card))!.groups).toEqual([web]);
      await does(bench, 'DeleteNetworkInterface', { NetworkInterfaceId: card });
      expect(await performs(bench, setGroups(bench, card, [web]))).toMatchObject({
        ...{ failure: 'gone', code: 'InvalidNetworkInterfaceID.NotFound' },
      });
    });
  });

  describe('setting tags', () => {
    it('sets some, removes some, and leaves the rest', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const Tags = [
        { Key: 'environment', Value: 'dev' },
        { Key: 'extra', Value: '' },
        { Key: 'owner', Value: 'web' },
      ];
      await does(bench, 'CreateTags', { Resources: [id], Tags });
      answered(await performs(bench, setTags(bench, id, { environment: 'prod' }, ['extra'])));
      expect((await standing(bench, id)).tags).toEqual({ environment: 'prod', owner: 'web' });
    });

    it('without any is not sent: EC2 would take all tags away', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await does(bench, 'CreateTags', { Resources: [id], Tags: [{ Key: 'owner', Value: 'web' }] });
      expect(await performs(bench, setTags(bench, id, {}, []))).toMatchObject({ failure: 'malformed', code: null });
      expect((await standing(bench, id)).tags).toEqual({ owner: 'web' });
    });

    it('of something that is gone says so', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await does(bench, 'DeleteSecurityGroup', { GroupId: id });
      expect(await performs(bench, setTags(bench, id, { a: 'b' }, []))).toMatchObject({ failure: 'gone' });
    });
  });
}

function setGroups(bench: Ec2Bench, card: string, groups: readonly string[]) {
  return order<'set-groups'>(bench, { call: 'set-groups', role: 'restore', interface: card, groups });
}

function setTags(bench: Ec2Bench, resource: string, set: Record<string, string>, remove: readonly string[]) {
  return order<'set-tags'>(bench, { call: 'set-tags', role: 'restore', resource, set, remove });
}

async function newInterface({ ...bench }: Ec2Bench, group: string): Promise<string> {
  const asked = { SubnetId: bench.plain.subnet, Groups: [group] };
  return (await does(bench, 'CreateNetworkInterface', asked)).NetworkInterface.NetworkInterfaceId;
}

async function newList(bench: Ec2Bench, Cidr: string): Promise<string> {
  const asked = { PrefixListName: 'partners', MaxEntries: 10, AddressFamily: 'IPv4', Entries: [{ Cidr }] };
  return (await does(bench, 'CreateManagedPrefixList', asked)).PrefixList.PrefixListId;
}
