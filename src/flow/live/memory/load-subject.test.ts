import { beforeEach, expect, test } from 'vitest';
import { evidenceIn, keep, keepRecords, remembered, site } from '../../../../test/builders/remembered.ts';
import { World } from '../../../../test/builders/world.ts';
import type { Asked, Store } from '../../../contracts/store.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { type Grant, rowName } from '../tables.ts';
import { loadSubject } from './load-subject.ts';
import { resolveName } from './resolve-name.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

const { account, region } = site;
let store: Store;
let world: World;

beforeEach(() => {
  store = createMemoryStore(4);
  world = new World();
});

async function write(table: 'grant' | 'swept', key: readonly string[], value: object): Promise<void> {
  const name = rowName(table, ...key);
  const body = { kind: 'gap', source: 'test', why: 'lost', from: 0, to: 0 } as const;
  const draft = { at: 0, key: `w/${name.key}`, fence: null, body };
  await store.append(0, 'any', [draft], { rows: [{ ...name, value: JSON.stringify(value) }] });
}

const put = (groups: readonly string[], id = 'eni-1') => {
  const groupSet = { items: groups.map((groupId) => ({ groupId })) };
  const response = { networkInterface: { networkInterfaceId: id, groupSet } };
  return world.call('CreateNetworkInterface', { request: { groupSet }, response });
};

test('the head is read with the first of it: what is written meanwhile makes the commit lose', async () => {
  const web = world.group('web');
  await keepRecords(store, world.records);
  const asked: Asked[] = [];
  const watched: Store = {
    ...store,
    view: async (each) => {
      asked.push(each);
      return store.view(each);
    },
    heads: async () => Promise.reject(new Error('read apart')),
    row: async () => Promise.reject(new Error('read apart')),
    rows: async () => Promise.reject(new Error('read apart')),
  };
  const memory = await remembered(watched, web.id);
  expect(asked.map(({ shard }) => shard)).toEqual([memory.shard, ...asked.slice(1).map(() => undefined)]);
  expect(memory.head).toEqual((await store.heads()).find(({ shard }) => shard === memory.shard));
  expect((await remembered(store, 'sg-0000000000000000f')).evidence).toEqual([]);
});

test('a group, what it is on, and all that hangs on that, is read in four round trips', async () => {
  const [web, other] = [world.group('web'), world.group('other')];
  web.opens('tcp', 22, world.list('office', '10.0.0.0/8'));
  put([web.id, other.id]);
  other.opens('tcp', 443, world.list('partners', '203.0.113.0/24'));
  await keepRecords(store, world.records);
  let trips = 0;
  const watched: Store = {
    ...store,
    view: async (asked) => {
      trips++;
      return store.view(asked);
    },
  };
  const memory = await remembered(watched, web.id);
  expect([...memory.beside.keys()].filter((id) => !id.startsWith('vpc-'))).toHaveLength(4);
  expect(trips).toBe(4);
});

test('all that is stored of a subject is loaded, page after page, and nothing of one whose name begins alike', async () => {
  const looks = Array.from({ length: 620 }, (_, n): SubjectEvidence => ({ kind: 'observed', at: n, group: null }));
  await keep(store, 'sg-1', ...looks);
  await keep(store, 'sg-1/2', { kind: 'observed', at: 3, group: null });
  await keep(store, 'sg-10', { kind: 'observed', at: 4, group: null });
  expect((await remembered(store, 'sg-1')).evidence).toEqual(looks);
});

test('lists that rules name are loaded, also those of rules that are still to be stored', async () => {
  const [one, other] = [world.list('one', '10.0.0.0/8'), world.list('two', '203.0.113.0/24')];
  const web = world.group('web');
  web.opens('tcp', 22, one);
  await keepRecords(store, world.records);
  const from = world.records.length;
  web.opens('tcp', 443, other);
  const more = world.records.slice(from).flatMap(evidenceIn);
  expect([...(await remembered(store, web.id)).beside.keys()]).toEqual([one]);
  const loading = { more: more.map(({ evidence }) => evidence) };
  expect([...(await remembered(store, web.id, loading)).beside.keys()]).toEqual([one, other]);
});

test('the groups that name a list are loaded with it, and the groups on a thing with that', async () => {
  const list = world.list('one', '10.0.0.0/8');
  const [web, db] = [world.group('web'), world.group('db')];
  web.opens('tcp', 22, list);
  put([web.id, db.id]);
  await keepRecords(store, world.records);
  expect([...(await remembered(store, list, needing({}))).beside.keys()]).toEqual([web.id]);
  expect([...(await remembered(store, 'eni-1', needing({}))).beside.keys()].sort()).toEqual(
    [web.id, db.id, list].sort(),
  );
});

const needing = (needs: { attachments?: boolean; beside?: boolean; within?: number }) => ({
  needs: {
    ...{ attachments: needs.attachments ?? false, beside: needs.beside ?? false },
    attempts: { within: needs.within ?? 0, most: 9 },
  },
});

test('things that a group is on, and the groups beside it there, are read only where the policy asks for them', async () => {
  const list = world.list('one', '10.0.0.0/8');
  const [web, db] = [world.group('web'), world.group('db')];
  db.opens('tcp', 5432, list);
  put([web.id, db.id]);
  await keepRecords(store, world.records);
  const beside = async (needs: Parameters<typeof needing>[0]) =>
    [...(await remembered(store, web.id, needing(needs))).beside.keys()].sort();
  expect(await beside({})).toEqual([]);
  expect(await beside({ attachments: true })).toEqual(['eni-1']);
  expect(await beside({ attachments: true, beside: true })).toEqual(['eni-1', db.id, list].sort());
});

test('refused calls of an actor are found wherever they were made, as far back as they may count', async () => {
  const [web, db] = [world.group('web'), world.group('db')];
  const refused = (group: typeof web, port: number) => {
    world.refusing('Client.UnauthorizedOperation');
    group.opens('tcp', port, '0.0.0.0/0');
  };
  refused(db, 1);
  world.wait(600);
  refused(db, 2);
  world.as('bob');
  refused(db, 3);
  world.as('alice').wait(60);
  refused(web, 4);
  world.wait(60);
  refused(db, 5);
  await keepRecords(store, world.records);
  const ports = async (within: number) =>
    (await remembered(store, web.id, needing({ within }))).attempts.map((each) =>
      'rules' in each ? each.rules[0]!.ports![0] : null,
    );
  expect(await ports(3_600_000)).toEqual([1, 2, 4]);
  expect(await ports(300_000)).toEqual([2, 4]);
  expect(await ports(0)).toEqual([]);
});

test('grants of the groups concerned are loaded, and whether everything was swept', async () => {
  const grant: Grant = {
    ...{ id: 'grt_a', site, group: 'sg-1', rules: [], from: 1, until: 2, by: 'bob', reason: 'a visit' },
    ...{ ended: null, version: 1 },
  };
  await write('grant', [account, region, 'sg-1', 'grt_a'], grant);
  await write('grant', [account, region, 'sg-2', 'grt_b'], { ...grant, id: 'grt_b', group: 'sg-2' });
  expect(await remembered(store, 'sg-1')).toMatchObject({ grants: [grant], swept: null });
  await write('swept', [account, region], { started: 1, ended: 2 });
  expect((await remembered(store, 'sg-1')).swept).toBe(1);
});

test('how far back anything is known is that of the oldest record of all, looks aside', async () => {
  const web = world.group('web');
  const first = world.at;
  web.opens('tcp', 22, '10.0.0.0/8');
  world.wait(60);
  world.group('db');
  const [made, opened, other] = world.records as [object, object, object];
  expect((await remembered(store, web.id)).since).toBeNull();
  await keep(store, 'sg-1', { kind: 'observed', at: 5, group: null });
  await keepRecords(store, [other as never]);
  await keepRecords(store, [opened as never]);
  expect((await remembered(store, 'sg-1')).since).toBe(first);
  await keepRecords(store, [made as never]);
  expect((await remembered(store, 'sg-1')).since).toBe(first - 1000);
  expect(await store.rows('since', '', 9)).toHaveLength(3);
});

test('a name means the one group that had it', async () => {
  const web = world.group('web');
  await keepRecords(store, world.records);
  await keep(store, 'sg-2', {
    ...{ kind: 'observed', at: 5 },
    group: { id: 'sg-2', name: 'web', vpc: 'vpc-2', ...site, tags: {}, rules: [] },
  });
  expect(await resolveName(store, site, 'vpc-1', 'web')).toBe(web.id);
  expect(await resolveName(store, site, 'vpc-2', 'web')).toBe('sg-2');
  expect(await resolveName(store, site, null, 'web')).toBeNull();
  expect(await resolveName(store, site, 'vpc-1', 'we')).toBeNull();
  expect(await resolveName(store, { ...site, region: 'us-east-1' }, 'vpc-1', 'web')).toBeNull();
});

test('a store that cannot be reached is an answer, not an exception', async () => {
  const broken: Store = { ...store, view: async () => Promise.reject(new Error('no route')) };
  expect(await loadSubject(broken, site, 'sg-1')).toEqual({ kind: 'unavailable', maybe: false, why: 'no route' });
});
