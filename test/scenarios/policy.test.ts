import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { BaselineGroup } from '../../src/core/policy/policy.ts';
import { reachOf } from '../../src/core/reach/reach.ts';
import type { Wanted } from '../builders/ec2.ts';
import { gained, judgingBy, lost, type PartialPolicy } from '../builders/policy.ts';
import { tell } from '../builders/read-records.ts';
import { rule, World } from '../builders/world.ts';
import { authorizes, item, v4, v6 } from '../gallery/calls.ts';

const anywhere = '0.0.0.0/0';
const ssh = gained({ ports: ['tcp/22'] });
const enforce = { mode: { else: 'enforce' as const } };
const reverting = { severity: { else: 'critical' as const }, respond: { else: ['revert' as const] } };

function policy(parts: PartialPolicy): PartialPolicy {
  const caps = { group: { count: 3, per: 3_600_000 }, actor: { count: 10, per: 3_600_000 } };
  const safety = {
    ...enforce,
    neverTouch: { groups: [], tags: {}, setBy: [] },
    caps: { ...caps, account: { count: 20, per: 3_600_000 }, reserveFor: [] },
  };
  return { safety, ...parts };
}

const noSsh = policy({ checks: { 'no-ssh': { when: ssh, ...reverting } } });

async function decided(world: World, parts: PartialPolicy, net = false): Promise<readonly Decision[]> {
  return (await tell(world.records, { judging: judgingBy(parts), net })).decisions;
}

/** What the last decision would do, and to which rules. */
async function stepsOfLast(world: World, parts: PartialPolicy) {
  const last = (await decided(world, parts)).at(-1)!;
  return (last.response?.steps ?? []).map((step) => ({ do: step.do, rules: step.rules, collateral: step.collateral }));
}

describe('what would be done about a breach', () => {
  test('scenario 20: beside two legitimate ranges, only the one that was added would go, and they lose nothing', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', rule('tcp', 22, '10.0.0.0/8'), rule('tcp', 22, '172.16.0.0/12'));
    const [added] = web.opens('tcp', 22, anywhere);
    const steps = await stepsOfLast(world, noSsh);
    expect(steps).toMatchObject([{ do: 'revert', rules: [added] }]);
    expect(steps[0]!.collateral.join()).not.toMatch(/\b(10|172\.16)\./);
  });

  test('scenario 21: a restricted rule for all traffic stays when SSH is opened beside it, and what it still permits is no collateral', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('-1', null, '10.0.0.0/8');
    const [added] = web.opens('tcp', 22, anywhere);
    const steps = await stepsOfLast(world, noSsh);
    expect(steps).toMatchObject([{ do: 'revert', rules: [added] }]);
    expect(steps[0]!.collateral.join()).not.toMatch(/\b10\./);
  });

  test('scenario 23: two checks that object to one rule make one step', async () => {
    const world = new World();
    const web = world.group('web');
    const [added] = web.opens('tcp', [20, 30], anywhere);
    const two = policy({
      checks: {
        'no-ssh': { when: ssh, ...reverting },
        'no-ftp': { when: gained({ ports: ['tcp/21'] }), ...reverting },
      },
    });
    const steps = await stepsOfLast(world, two);
    expect(steps.map((step) => [step.do, step.rules])).toEqual([['revert', [added]]]);
  });

  test('BM-3: of 443 for everybody and 22 for everybody in one call, only the second rule would go', async () => {
    const world = new World();
    const web = world.group('web');
    const [, second] = web.does('authorize', rule('tcp', 443, anywhere), rule('tcp', 22, anywhere));
    expect(await stepsOfLast(world, noSsh)).toMatchObject([{ do: 'revert', rules: [second] }]);
  });

  test('BM-6: of an item with IPv4 and IPv6 ranges both rules would go', async () => {
    const world = new World();
    const group = world.group('web');
    authorizes(
      { world, group },
      { groupId: group.id, ipPermissions: { items: [item([22, 22], { ...v4(anywhere), ...v6('::/0') })] } },
      [{ cidr: anywhere }, { cidr: '::/0' }],
    );
    const [step] = await stepsOfLast(world, noSsh);
    expect(step!.rules).toHaveLength(2);
  });

  test('scenario 25: BM-7: a rule that was rewritten to 0.0.0.0/0 is named by its id', async () => {
    const world = new World();
    const web = world.group('web');
    const [id] = web.opens('tcp', 22, '10.0.0.0/8');
    web.rewrites(id!, 'tcp', 22, anywhere);
    const [step] = await stepsOfLast(world, noSsh);
    expect(step).toMatchObject({ do: 'revert', rules: [id] });
  });

  test.each(['Client.UnauthorizedOperation', 'Client.DryRunOperation', 'Client.InvalidPermission.Duplicate'])(
    'scenario 12: R23: BM-4: a call refused with %s for a rule that legitimately stands does nothing to it',
    async (code) => {
      const world = new World();
      const web = world.group('web');
      web.opens('tcp', 22, anywhere);
      world.wait(3600).as('mallory').refusing(code);
      web.opens('tcp', 22, anywhere);
      const last = (await decided(world, noSsh)).at(-1)!;
      expect(last.verdict!.ruling).toBe('clear');
      expect(last.response?.steps ?? []).toEqual([]);
    },
  );

  test('scenario 24: R92: a protected rule that was removed would come back, where the policy says restore', async () => {
    const world = new World();
    const web = world.group('web');
    const [id] = web.opens('tcp', 443, '10.0.0.0/8');
    web.closes('tcp', 443, '10.0.0.0/8');
    const kept = { when: lost(), ...reverting };
    const restore = policy({ checks: { kept: { ...kept, respond: { else: ['restore'] } } } });
    expect(await stepsOfLast(world, restore)).toEqual([{ do: 'restore', rules: [id], collateral: [] }]);
    const tellOnly = policy({ checks: { kept: { ...kept, respond: { else: ['none'] } } } });
    expect(await stepsOfLast(world, tellOnly)).toEqual([]);
  });
});

describe('a baseline', () => {
  const wanted = [rule('tcp', 80, anywhere), rule('tcp', 443, anywhere)];
  const baselineOf = (name: string, respond: 'revert' | 'restore') =>
    policy({
      baselines: { web: { where: {}, groups: [groupWanted(name, wanted)], respond: { else: [respond] } } },
    });

  test('BM-14: a database group in its scope is never opened as the web is', async () => {
    const world = new World();
    const db = world.group('db');
    db.opens('tcp', 5432, '10.0.0.0/8');
    const decisions = await decided(world, baselineOf('db', 'revert'));
    const steps = decisions.flatMap((each) => each.response?.steps ?? []);
    expect(steps.filter((step) => step.do === 'restore' || step.rules.some((id) => /tcp\/(80|443)/.test(id)))).toEqual(
      [],
    );
  });

  test('BM-15: a harmless range, IPv6 and a description beside it shield no later violation', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', { ...wanted[0]!, description: 'open to all' }, wanted[1]!);
    web.does('authorize', rule('tcp', 80, '203.0.113.0/24'), rule('tcp', 80, '2001:db8::/32'));
    const [opened] = web.opens('tcp', 22, anywhere);
    const [step] = await stepsOfLast(world, baselineOf('web', 'revert'));
    expect(step).toMatchObject({ do: 'revert', rules: [opened] });
  });

  test('BM-15: BM-13: rules that are taken off and put back in another order and another cut are no drift', async () => {
    const world = new World();
    const web = world.group('web');
    web.does('authorize', ...wanted);
    world.wait(86_400);
    world.pace = 0;
    web.does('revoke', ...wanted);
    web.does('authorize', rule('tcp', 443, '128.0.0.0/1'), rule('tcp', 80, anywhere), rule('tcp', 443, '0.0.0.0/1'));
    const last = (await decided(world, baselineOf('web', 'revert'), true)).at(-1)!;
    expect(last.verdict!.checks.filter((check) => check.over !== true)).toEqual([]);
  });
});

describe('verdicts hide nothing', () => {
  test('BM-19: the second breach in an account is told as loud as the first, whoever came before', async () => {
    const world = new World();
    const groups = ['a', 'b', 'c'].map((name) => world.group(name));
    for (const group of groups) group.opens('tcp', 22, anywhere);
    const breaches = (await decided(world, noSsh)).filter((each) => each.verdict!.ruling === 'breach');
    expect(breaches.map((each) => [each.on.id, each.verdict!.severity])).toEqual(
      groups.map((group) => [group.id, 'critical']),
    );
    expect(new Set(breaches.map((each) => each.id)).size).toBe(3);
  });

  test('BM-13: R52: a replacement of all rules that slips a new one in is told for the new one alone', async () => {
    const world = new World();
    const web = world.group('web');
    const kept = [rule('tcp', 443, '203.0.113.0/24'), rule('tcp', 80, '203.0.113.0/24')];
    web.does('authorize', ...kept);
    world.wait(86_400).as('bob');
    web.does('revoke', ...kept);
    web.does('authorize', ...kept, rule('tcp', 8080, '203.0.113.0/24'));
    const frozen = policy({ checks: { frozen: { when: gained({ peers: ['anywhere'] }), ...reverting } } });
    const last = (await decided(world, frozen, true)).at(-1)!;
    expect(last.verdict!.ruling).toBe('breach');
    expect(last.effects[0]!.gained.map((row) => row.services)).toEqual([['tcp/8080']]);
    expect(last.response!.steps).toHaveLength(1);
  });

  test('BM-20: an unless is several conditions, any of which excuses, each of which asks for all it says', async () => {
    const unless = [{ name: ['web-*'], region: ['eu-west-1'] }, { name: ['lab-*'] }];
    const either = policy({ checks: { 'no-ssh': { when: ssh, unless } } });
    const elsewhere = policy({ checks: { 'no-ssh': { when: ssh, unless: [{ name: ['web-*'], region: ['us-*'] }] } } });
    const rulings = async (name: string, parts: PartialPolicy) => {
      const world = new World();
      world.group(name).opens('tcp', 22, anywhere);
      return (await decided(world, parts)).at(-1)!.verdict!.ruling;
    };
    expect([await rulings('web-1', either), await rulings('lab-1', either)]).toEqual(['permitted', 'permitted']);
    expect([await rulings('db-1', either), await rulings('web-1', elsewhere)]).toEqual(['breach', 'breach']);
  });
});

function groupWanted(name: string, rules: readonly Wanted[]): BaselineGroup {
  return {
    ...{ id: null, name, vpc: null, account: null },
    rules: rules.map((each) => ({ ...each, id: null, description: null })),
    reach: reachOf(rules),
  };
}

describe('groups taken off an interface', () => {
  const kept = policy({ checks: { kept: { when: lost({ ports: ['tcp/443'] }), severity: { else: 'high' } } } });
  const take = (world: World, web: string, other: string) => {
    const look = world.look();
    world.wait(60).call('ModifyNetworkInterfaceAttribute', {
      request: { networkInterfaceId: 'eni-1', groupSet: { items: [{ groupId: other }] } },
    });
    const on = { id: 'eni-1', vpc: null, groups: [web], owner: 'i-01', publicAddress: null };
    return { ...look, interfaces: [on], interfacesOf: [{ account: null, region: null }] };
  };
  const groups = (world: World) => {
    const [web, other] = [world.group('web'), world.group('other')];
    web.opens('tcp', 443, anywhere);
    return [web.id, other.id] as const;
  };

  test('R17 R58: what stood on it by an earlier look is lost, and a check of what must stay objects', async () => {
    const world = new World();
    const [web, other] = groups(world);
    const snapshot = take(world, web, other);
    const last = (await tell(world.records, { judging: judgingBy(kept), snapshot })).decisions.at(-1)!;
    expect(last.verdict).toMatchObject({ ruling: 'breach', severity: 'high', checks: [{ id: 'kept' }] });
  });

  test('R20: where nobody tells which they were, that is said', async () => {
    const world = new World();
    take(world, ...groups(world));
    const last = (await tell(world.records, { judging: judgingBy(kept) })).decisions.at(-1)!;
    expect(last.verdict!.unknowns).toContainEqual({
      what: 'groups',
      why: 'which groups were taken off is not known',
      could: 'raise',
    });
  });
});
