import { expect, test } from 'vitest';
import { tell } from '../../test/builders/read-records.ts';
import { rule, World } from '../../test/builders/world.ts';

const anywhere = '0.0.0.0/0';

test('the deletion of a group whose rules nobody knows lost more than is known, and says so', async () => {
  const world = new World();
  const web = world.olderGroup('web', rule('tcp', 443, anywhere));
  web.opens('tcp', 22, anywhere);
  web.ends();
  const ended = (await tell(world.records)).decisions.at(-1)!;
  expect(ended).toMatchObject({ kind: 'group-deleted', basis: 'unknown', effects: [{ lost: null, before: 'partly' }] });
});

test('R20: the deletion of a group that was made on record lost exactly what it permitted', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 22, anywhere);
  web.closes('-1', null, '::/0', 'egress');
  web.ends();
  const ended = (await tell(world.records)).decisions.at(-1)!;
  expect(ended.basis).toBe('exact');
  expect(ended.effects[0]!.lost!.map((row) => `${row.direction} ${row.services} ${row.peers}`)).toEqual([
    `ingress tcp/22 ${anywhere}`,
    `egress all ${anywhere}`,
  ]);
});

test('R20: a rule that is taken away tells who can no longer reach what', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 443, '10.20.0.0/16');
  world.wait(600);
  web.closes('tcp', 443, '10.20.0.0/16');
  const closed = (await tell(world.records)).decisions.at(-1)!;
  expect(closed).toMatchObject({
    basis: 'exact',
    exposure: 0,
    say: '10.20.0.0/16 (private) can no longer reach tcp 443 (https) on web',
  });
});

test('a list that many groups name is told by the worst of them, and each has its own effect', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  const [dns, ssh] = [world.group('dns'), world.group('ssh')];
  dns.opens('udp', 5000, list);
  ssh.opens('tcp', 22, list);
  world.do({ do: 'edit-list', list, add: [anywhere], remove: [] });
  const edited = (await tell(world.records)).decisions.at(-1)!;
  expect(edited.effects).toHaveLength(2);
  expect(edited.say).toMatch(/on ssh; and 1 more group by the same list$/);
  expect(edited.exposure).toBeGreaterThan(50);
});

test('a list of unknown entries that is edited by known ones is bounds, never exact', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  world.records.length = 0;
  world.group('web').opens('tcp', 22, list);
  world.do({ do: 'edit-list', list, add: ['198.51.100.0/24'], remove: [] });
  const edited = (await tell(world.records)).decisions.at(-1)!;
  expect(edited.effects[0]!.gained[0]!.public).toBe('unknown');
});

test('the rules of a net change are only those that differ in the end', async () => {
  const world = new World();
  const web = world.group('web');
  const [first] = web.does('authorize', rule('tcp', 1, anywhere), rule('tcp', 2, anywhere));
  world.wait(600);
  web.closes('tcp', 1, anywhere);
  const [id] = web.opens('tcp', 1, anywhere);
  web.rewrites(id!, 'tcp', 3, anywhere);
  web.closes('tcp', 2, anywhere);
  const net = (await tell(world.records, { net: true })).decisions.at(-1)!;
  expect(net.rules.map(({ op, ports }) => `${op} ${ports![0]}`).sort()).toEqual(['add 3', 'remove 1', 'remove 2']);
  expect(net.rules.find(({ ports }) => ports![0] === 1)!.id).toBe(first);
});

test('exposure says how open an act left a group, or for a while left it', async () => {
  const world = new World();
  const [shut, open, brief] = ['shut', 'open', 'brief'].map((name) => world.group(name));
  world.wait(600);
  shut!.opens('tcp', 22, '10.0.0.0/8');
  open!.opens('tcp', 22, anywhere);
  brief!.opens('tcp', 22, anywhere);
  brief!.closes('tcp', 22, anywhere);
  const found = (await tell(world.records, { net: true })).decisions.slice(3);
  const exposure = Object.fromEntries(found.map((each) => [each.on.name!, each.exposure]));
  expect(exposure.shut).toBeLessThan(exposure.open!);
  expect(exposure.brief).toBe(exposure.open);
});
