import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/plan/decision.ts';
import { tell } from '../builders/read-records.ts';
import { rule, World } from '../builders/world.ts';

const world4 = '0.0.0.0/0';
const rowsOf = (decision: Decision | undefined) =>
  decision?.effects.flatMap(({ gained }) => gained.map(({ services, peers }) => `${services} from ${peers}`));
const told = async (world: World, net = false) =>
  (await tell(world.records, { net })).decisions.filter((each) => each.kind !== 'group-created');

describe('scenario 1: SSH from the whole IPv4 Internet in halves', () => {
  const halves = [rule('tcp', 22, '0.0.0.0/1'), rule('tcp', 22, '128.0.0.0/1')];

  test('scenario 1: BM-2: two halves in one call are the whole', async () => {
    const world = new World();
    world.group('web').does('authorize', ...halves);
    const [decision] = await told(world);
    expect(decision).toMatchObject({ basis: 'exact', say: 'the whole IPv4 Internet can reach tcp 22 (ssh) on web' });
    expect(rowsOf(decision)).toEqual(['tcp/22 from 0.0.0.0/0']);
  });

  test('scenario 1: BM-2: the second half an hour later, by somebody else, says that it completes the whole', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', halves[0]!);
    world.as('bob').wait(3600);
    web.does('authorize', halves[1]!);
    const [first, second] = await told(world, true);
    expect(first!.say).not.toContain('whole');
    expect(rowsOf(second)).toEqual(['tcp/22 from 128.0.0.0/1']);
    expect(second!.say).toContain('with what was open before, the whole IPv4 Internet now can');
    expect(second!.actor.person).toBe('bob');
  });

  test('scenario 1: halves in two groups on one interface are the whole for that interface', async () => {
    const world = new World();
    const [one, other] = [world.group('one'), world.group('other')];
    one.does('authorize', halves[0]!);
    other.does('authorize', halves[1]!);
    const groups = { items: [{ groupId: one.id }, { groupId: other.id }] };
    const made = { networkInterface: { networkInterfaceId: 'eni-1', vpcId: 'vpc-1', groupSet: groups } };
    world.wait(60).call('CreateNetworkInterface', { request: { groupSet: groups }, response: made });
    const attached = (await told(world)).find((each) => each.kind === 'attached');
    expect(attached?.say).toContain('the whole IPv4 Internet can reach tcp 22 (ssh) on eni-1');
  });
});

describe('scenario 2: the Internet in pieces', () => {
  test.each([
    ['the whole IPv4 Internet', ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2']],
    ['the whole IPv6 Internet', ['::/1', '8000::/1']],
    ['the whole IPv6 Internet', ['2000::/3']],
  ])('scenario 2: BM-2: %s from %j', async (whole, peers) => {
    const world = new World();
    world.group('web').does('authorize', ...peers.map((peer) => rule('tcp', 22, peer)));
    expect((await told(world))[0]?.say).toBe(`${whole} can reach tcp 22 (ssh) on web`);
  });

  test('scenario 2: 60 rules in 60 calls are told as one act, by their sum', async () => {
    const world = new World();
    const web = world.group('web');
    for (let i = 0; i < 60; i++) web.opens('tcp', 22, `${12 + 2 * i}.0.0.0/7`);
    const { decisions } = await tell(world.records, { net: true });
    expect(decisions).toHaveLength(1);
    expect(decisions[0]!.say).toContain('53.8 % of the IPv4 Internet');
  });
});

describe('scenario 3: what is public', () => {
  test.each([
    ['10.0.0.0/7', '16777216'],
    ['100.64.0.0/10', '0'],
    ['fd00::/8', '0'],
    ['169.254.0.0/16', '0'],
  ])('scenario 3: R9: of %s %s addresses are public', async (peer, count) => {
    const world = new World();
    world.group('web').opens('tcp', 22, peer);
    const [decision] = await told(world);
    const { public: counts } = decision!.effects[0]!.gained[0]!;
    expect(counts).toEqual(peer.includes(':') ? { ipv4: '0', ipv6: count } : { ipv4: count, ipv6: '0' });
  });
});

describe('scenario 4: which services', () => {
  test.each([
    ['tcp', [20, 30], 'tcp/20-30', true],
    ['tcp', [0, 65535], 'tcp/0-65535', true],
    ['tcp', [1, 65535], 'tcp/1-65535', true],
    ['6', [22, 22], 'tcp/22', true],
    ['-1', null, 'all', true],
    ['udp', [0, 65535], 'udp/0-65535', false],
    ['icmp', [8, -1], 'icmp/8/*', false],
    ['47', null, 'proto/47', false],
    ['50', null, 'proto/50', false],
  ] as const)('scenario 4: BM-2: R28: protocol %s, ports %j is %s', async (protocol, ports, service, isSsh) => {
    const world = new World();
    world.group('web').opens(protocol, ports, world4);
    const [decision] = await told(world);
    expect(rowsOf(decision)).toEqual([`${service} from 0.0.0.0/0`]);
    expect(/tcp 22 |ssh|every protocol and port|every tcp port/.test(decision!.say)).toBe(isSsh);
  });

  test('R28: every protocol and port from everywhere is the worst exposure there is', async () => {
    const world = new World();
    world.group('all').does('authorize', rule('-1', null, world4), rule('-1', null, '::/0'));
    world.group('tcp').does('authorize', rule('tcp', [0, 65535], world4), rule('tcp', [0, 65535], '::/0'));
    const [all, tcp] = await told(world);
    expect(all!.exposure).toBeGreaterThan(tcp!.exposure);
    expect(all!.say).toBe('the whole Internet can reach every protocol and port on all');
  });
});

describe('scenario 5: rules that overlap', () => {
  test('scenario 5: a rule under a wider one gains nothing, and says so', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', [0, 1024], world4);
    const [id] = web.opens('tcp', 22, '203.0.113.0/24');
    const [, narrow] = await told(world);
    expect(narrow).toMatchObject({ basis: 'exact', effects: [{ gained: [], lost: [], latent: [id] }] });
    expect(narrow!.say).toContain('nothing new: already open');
  });

  test('scenario 5: R20: taking the narrower of two away loses nothing; taking the wider away leaves the narrower', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', rule('tcp', 22, world4), rule('tcp', 22, '203.0.113.0/24'));
    world.wait(600);
    web.closes('tcp', 22, '203.0.113.0/24');
    world.wait(600);
    web.opens('tcp', 22, '203.0.113.0/24');
    world.wait(600);
    web.closes('tcp', 22, world4);
    const [, narrow, , wide] = await told(world);
    expect(narrow!.say).toContain('nothing lost: other rules permit it still');
    expect(wide!.effects[0]!.lost!.flatMap((row) => row.peers)).not.toContain('203.0.113.0/24');
    expect(wide!.basis).toBe('exact');
  });
});

describe('scenario 6: prefix lists', () => {
  test('scenario 6: an edit of a list opens every group whose rules name it, and its editor is the actor', async () => {
    const world = new World();
    const list = world.list('offices', '203.0.113.0/24');
    const groups = ['one', 'two', 'three'].map((name) => world.group(name));
    groups[0]!.opens('tcp', 22, list);
    groups[1]!.opens('tcp', 443, list);
    world.wait(3600).as('mallory');
    world.do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
    const decision = (await told(world)).find((each) => each.call.name === 'ModifyManagedPrefixList')!;
    expect(decision).toMatchObject({ kind: 'list-edited', basis: 'exact', on: { kind: 'list', id: list } });
    expect(decision.actor.person).toBe('mallory');
    expect(decision.effects.map(({ group }) => group?.name).sort()).toEqual(['one', 'two']);
    expect(decision.effects.every(({ gained }) => gained[0]!.cause === list)).toBe(true);
    expect(decision.say).toMatch(
      /^the whole IPv4 Internet|Internet.*can reach tcp 22 .*on one; and 1 more group by the same list/,
    );
  });

  test('scenario 6: the description of the rule that names the list does not matter', async () => {
    const world = new World();
    const list = world.list('offices', '203.0.113.0/24');
    const web = world.group('web');
    web.does('authorize', { ...rule('tcp', 22, list), description: '0.0.0.0/0 is fine here' });
    world.wait(60).do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
    const [, opened, edited] = await told(world);
    expect(rowsOf(opened)).toEqual(['tcp/22 from 203.0.113.0/24']);
    expect(edited!.effects).toHaveLength(1);
  });

  test('scenario 6: an edit that only takes entries away closes', async () => {
    const world = new World();
    const list = world.list('offices', '0.0.0.0/0');
    world.group('web').opens('tcp', 22, list);
    world.wait(60).do({ do: 'edit-list', list, add: [], remove: ['0.0.0.0/0'] });
    const edited = (await told(world)).at(-1)!;
    expect(edited.effects[0]).toMatchObject({ gained: [], lost: [{ services: ['tcp/22'], peers: ['0.0.0.0/0'] }] });
  });

  test('scenario 6: a list that is shared from another account is known by its id alone, and may hold anything', async () => {
    const world = new World();
    world.group('web').opens('tcp', 22, 'pl-0123456789abcdef0');
    const [decision] = await told(world);
    expect(decision!.effects[0]!.gained[0]).toMatchObject({ peers: ['pl-0123456789abcdef0'], public: 'unknown' });
    expect(decision!.say).toContain('may hold anything');
  });

  test('scenario 6: an earlier version that is brought back has entries that no record tells', async () => {
    const world = new World();
    const list = world.list('offices', '203.0.113.0/24');
    world.group('web').opens('tcp', 22, list);
    world.wait(60).do({ do: 'restore-list', list, version: 1 });
    const restored = (await told(world)).at(-1)!;
    expect(restored).toMatchObject({ kind: 'list-edited', basis: 'unknown', entries: null });
    expect(restored.effects[0]!.gained[0]!.public).toBe('unknown');
  });
});

describe('scenario 7: groups as peers', () => {
  test('scenario 7: a group of a foreign account, a deleted one and the group itself are told apart', async () => {
    const world = new World();
    const [web, old] = [world.group('web'), world.group('old')];
    const foreign = '123456789012/sg-0123456789abcdef0';
    world.call('AuthorizeSecurityGroupIngress', {
      request: {
        groupId: web.id,
        ipPermissions: {
          items: [
            {
              ...{ ipProtocol: 'tcp', fromPort: 5432, toPort: 5432 },
              groups: { items: [{ groupId: 'sg-0123456789abcdef0', userId: '123456789012' }] },
            },
          ],
        },
      },
      response: { _return: true },
    });
    web.opens('tcp', 5432, old.id);
    web.opens('tcp', 5432, web.id);
    old.ends();
    const decisions = await told(world);
    const peers = decisions.filter((each) => each.kind === 'rules-added').map((each) => rowsOf(each));
    expect(peers.flat().sort()).toEqual([foreign, old.id, web.id].map((peer) => `tcp/5432 from ${peer}`).sort());
    expect(
      decisions.every((each) => each.effects.every(({ gained }) => gained.every((row) => row.public !== 'unknown'))),
    ).toBe(true);
  });
});

describe('scenario 9: egress', () => {
  test('scenario 9: a new group is born with open egress, which is said though no record tells it', async () => {
    const world = new World();
    world.group('web');
    const { decisions } = await tell(world.records);
    expect(decisions[0]).toMatchObject({ kind: 'group-created', basis: 'bounds' });
    expect(decisions[0]!.effects[0]!.gained[0]).toMatchObject({
      direction: 'egress',
      services: ['all'],
      peers: ['0.0.0.0/0', '::/0'],
    });
    expect(decisions[0]!.effects[0]!.certain!.gained[0]!.peers).toEqual(['0.0.0.0/0']);
  });

  test('scenario 9: egress opened on a group that was locked down is a gain', async () => {
    const world = new World();
    const vault = world.group('vault');
    vault.closes('-1', null, world4, 'egress');
    world.wait(86_400);
    vault.opens('-1', null, world4, 'egress');
    const opened = (await told(world)).at(-1)!;
    expect(opened.say).toContain('vault can now reach the whole IPv4 Internet on every protocol and port');
    expect(rowsOf(opened)).toEqual(['all from 0.0.0.0/0']);
  });
});

describe('scenario 8: allow-lists', () => {
  test('scenario 8: each source of a long list is told as its own addresses on its own services', async () => {
    const world = new World();
    const ranges = ['198.51.100.0/24', '203.0.113.0/24', '192.0.2.0/25', '192.0.2.128/26', '198.18.0.0/15'];
    const web = world.group('web');
    web.does('authorize', ...ranges.map((peer) => rule('tcp', 443, peer)));
    web.opens('tcp', 22, ranges[3]!);
    const [https, ssh] = await told(world);
    expect(https!.effects[0]!.gained[0]!.peers).toHaveLength(5);
    expect(rowsOf(ssh)).toEqual(['tcp/22 from 192.0.2.128/26']);
  });
});
