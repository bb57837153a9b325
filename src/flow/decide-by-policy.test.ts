import { expect, test } from 'vitest';
import { account, region } from '../../test/builders/any-history.ts';
import {
  actors,
  attempts,
  gained,
  judgingBy,
  lost,
  type PartialPolicy,
  tagsQuestion,
} from '../../test/builders/policy.ts';
import { tell } from '../../test/builders/read-records.ts';
import { type GroupAtWork, rule, World } from '../../test/builders/world.ts';
import { findMisfits } from '../../test/end-to-end/json-schema.ts';
import type { Interface, Perimeter } from '../core/group/group.ts';
import type { JsonObject } from '../core/leaf/canonical.ts';
import type { Decision } from '../core/plan/decision.ts';
import { decisionSchema } from '../core/plan/decision-schema.ts';

const ssh = gained({ ports: ['tcp/22'] });
const anything = gained({ peers: ['any'] });

async function judged(
  world: World,
  policy: PartialPolicy,
  how: { readonly snapshot?: Perimeter | null; readonly net?: boolean } = {},
): Promise<readonly Decision[]> {
  const { decisions } = await tell(world.records, { snapshot: null, ...how, judging: judgingBy(policy) });
  for (const each of decisions) expect(findMisfits(decisionSchema, each), each.id).toEqual([]);
  return decisions;
}

const rulings = (decisions: readonly Decision[]) => decisions.map((each) => each.verdict?.ruling);
const objecting = (decision: Decision | undefined) => decision?.verdict?.checks.map((check) => check.id);

/** A look at the world with interfaces: each a list of groups, by what it belongs to. */
function lookAt(world: World, interfaces: readonly (Partial<Interface> & Pick<Interface, 'groups'>)[]): Perimeter {
  return {
    ...world.look(),
    interfaces: interfaces.map((each, n) => ({
      id: `eni-${n}`,
      vpc: 'vpc-1',
      owner: null,
      publicAddress: null,
      ...each,
    })),
    interfacesOf: [{ account, region }],
  };
}

function attach(world: World, eni: string, ...groups: readonly string[]): JsonObject {
  return world.call('ModifyNetworkInterfaceAttribute', {
    request: { networkInterfaceId: eni, groupSet: { items: groups.map((groupId) => ({ groupId })) } },
    response: { _return: true },
  });
}

test('R33: R34: R42: R104: a decision says environment, owner, account by name, and by which policy it was judged', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('env', 'dev');
  web.tags('owner', 'payments');
  web.opens('tcp', 22, '0.0.0.0/0');
  const known = { id: account, name: 'shop', ou: 'prod/shop', owner: 'ops', environment: 'prod' };
  const decisions = await judged(world, {
    checks: { 'no-ssh': { when: ssh, severity: { dev: 'low', else: 'critical' } } },
    directory: { accounts: new Map([[account, known]]), people: [] },
  });
  expect(decisions.at(-1)).toMatchObject({
    account: { id: account, name: 'shop', ou: 'prod/shop' },
    on: { environment: 'dev', owner: 'payments' },
    verdict: { ruling: 'breach', severity: 'low', policy: `sha256:${'0'.repeat(64)}`, engine: '0.0.0' },
  });
  expect(decisions[0]!.on).toMatchObject({ environment: 'prod', owner: 'ops' });
  expect(rulings(decisions)).toEqual(['clear', 'clear', 'clear', 'breach']);
  for (const each of decisions) expect(each.verdict!.policy).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('without a policy decisions say nothing of verdicts', async () => {
  const world = new World();
  world.group('web').opens('tcp', 22, '0.0.0.0/0');
  const { decisions } = await tell(world.records, { judging: null });
  expect(decisions).toEqual((await tell(world.records)).decisions);
  expect(decisions.every((each) => !('verdict' in each) && each.on.environment === null)).toBe(true);
});

test('R33: worst verdicts come first, whatever is the most exposed', async () => {
  const world = new World();
  const [web, db] = [world.group('web'), world.group('db')];
  web.opens('tcp', 3389, '0.0.0.0/0');
  db.opens('tcp', 5432, '198.51.100.7/32');
  const { decisions } = await tell(world.records, {
    judging: judgingBy({ checks: { db: { when: gained({ ports: ['tcp/5432'], peers: ['any'] }) } } }),
    order: 'worst',
  });
  expect(decisions[0]).toMatchObject({ on: { name: 'db' }, verdict: { severity: 'high' } });
  expect(decisions[1]!.exposure).toBeGreaterThan(decisions[0]!.exposure);
});

test('scenario 1: halves of the Internet in two groups on one interface cover it together', async () => {
  const world = new World();
  const [one, two] = [world.group('one'), world.group('two')];
  const snapshot = lookAt(world.wait(60), [{ groups: [one.id, two.id], owner: 'i-01' }]);
  one.opens('tcp', 22, '0.0.0.0/1');
  world.wait(3600);
  two.opens('tcp', 22, '128.0.0.0/1');
  const policy = { checks: { whole: { when: gained({ ports: ['tcp/22'], covers: true }) } } };
  expect(rulings(await judged(world, policy, { snapshot })).slice(-2)).toEqual(['clear', 'breach']);
  expect(rulings(await judged(world, policy)).slice(-2)).toEqual(['clear', 'clear']);
  const apart = lookAt(world, [{ groups: [one.id] }, { groups: [two.id] }]);
  expect(rulings(await judged(world, policy, { snapshot: apart })).slice(-2)).toEqual(['clear', 'clear']);
});

test('scenario 1: many small ranges in many calls and groups of one interface count together', async () => {
  const world = new World();
  const [one, two] = [world.group('one'), world.group('two')];
  const snapshot = lookAt(world, [{ groups: [one.id, two.id] }]);
  one.opens('tcp', 22, '192.0.2.0/24');
  two.opens('tcp', 22, '198.51.100.0/24');
  one.opens('tcp', 22, '203.0.113.0/24');
  const policy = { checks: { many: { when: gained({ peers: ['any'], ports: ['tcp/22'], moreThan: 600 }) } } };
  expect(rulings(await judged(world, policy, { snapshot })).slice(-3)).toEqual(['clear', 'clear', 'breach']);
});

test('scenario 15: a tag change that lowers protection is a breach, and what follows is judged by the tags before', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('env', 'prod');
  world.as('mallory').wait(600);
  web.tags('env', 'dev');
  web.opens('tcp', 22, '0.0.0.0/0');
  world.as('pipeline').wait(600);
  web.tags('env', 'dev');
  world.as('mallory').wait(600);
  web.opens('tcp', 23, '0.0.0.0/0');
  const pipeline = actors('pipeline', { users: [`arn:aws:iam::${account}:user/pipeline`] });
  const decisions = await judged(world, {
    checks: {
      admin: { when: gained({ ports: ['tcp/22-23'] }), where: { environment: ['prod'] } },
      guard: { when: tagsQuestion(), unless: [{ actor: [pipeline] }], severity: { else: 'critical' } },
    },
  });
  const [retagging, opening, allowed, later] = decisions.slice(2);
  expect(retagging).toMatchObject({ kind: 'tags-changed', verdict: { ruling: 'breach', severity: 'critical' } });
  expect(opening).toMatchObject({ on: { environment: 'prod' }, verdict: { ruling: 'breach' } });
  expect(allowed!.verdict!.ruling).toBe('permitted');
  expect(later).toMatchObject({ on: { environment: 'dev' }, verdict: { ruling: 'clear' } });
});

test('scenario 15: protection that hangs on a tag is not lost with the tag', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('protected', 'yes');
  web.opens('tcp', 443, '10.0.0.0/8');
  world.as('mallory');
  web.tags('protected', null);
  web.closes('tcp', 443, '10.0.0.0/8');
  const kept = { when: lost(), where: { tags: { protected: ['yes'] } } };
  const guarded = await judged(world, { checks: { kept, guard: { when: tagsQuestion() } } });
  expect(guarded.slice(-2).map(objecting)).toEqual([['guard'], ['kept']]);
  const open = await judged(world, { checks: { kept } });
  expect(open.slice(-2).map(objecting)).toEqual([[], []]);
});

test('scenario 15: a net act over a tag change is judged by the tags on both sides of it', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  const snapshot = world.look();
  web.tags('env', 'prod');
  world.wait(600);
  web.opens('tcp', 22, '0.0.0.0/0');
  web.tags('env', 'dev');
  web.opens('tcp', 443, '0.0.0.0/0');
  const policy = { checks: { ssh: { when: ssh, where: { environment: ['prod'] } } } };
  const net = await judged(world, policy, { net: true, snapshot });
  expect(net.find((each) => each.kind === 'net')).toMatchObject({ verdict: { ruling: 'breach' } });
});

test('R23: more than three refused calls of one actor within ten minutes are told, wherever they were made', async () => {
  const world = new World();
  const groups = ['a', 'b', 'c', 'd', 'e'].map((name) => world.olderGroup(name));
  const policy = { checks: { probing: { when: attempts(3, 600) } } };
  for (const group of groups) {
    world.as('mallory').refusing('Client.UnauthorizedOperation');
    group.opens('tcp', 22, '0.0.0.0/0');
  }
  world.as('bob').refusing('Client.UnauthorizedOperation');
  groups[0]!.opens('tcp', 22, '0.0.0.0/0');
  expect(rulings(await judged(world, policy))).toEqual(['clear', 'clear', 'clear', 'breach', 'breach', 'clear']);
  const slow = new World();
  const web = slow.olderGroup('web');
  for (let n = 0; n < 6; n++) {
    slow.as('mallory').refusing('Client.UnauthorizedOperation');
    web.opens('tcp', 22, '0.0.0.0/0');
    slow.wait(400);
  }
  expect(rulings(await judged(slow, policy))).toEqual(Array(6).fill('clear'));
});

test('R19: a breach that was closed and comes back weighs more', async () => {
  const world = new World();
  const web = world.group('web');
  for (let n = 0; n < 2; n++) {
    world.wait(3600);
    web.opens('tcp', 22, '0.0.0.0/0');
    world.wait(3600);
    web.closes('tcp', 22, '0.0.0.0/0');
  }
  world.wait(40 * 86_400);
  web.opens('tcp', 22, '0.0.0.0/0');
  const decisions = await judged(world, {
    checks: { ssh: { when: ssh, severity: { else: 'medium' } } },
    adjust: { returned: { when: { recurred: { within: 30 * 86_400_000 } }, by: 1 } },
  });
  const severities = decisions.filter((each) => each.kind === 'rules-added').map((each) => each.verdict!.severity);
  expect(severities).toEqual(['medium', 'high', 'medium']);
  expect(decisions[3]!.verdict!.checks[0]!.adjusted).toMatchObject([{ id: 'returned', by: 1 }]);
});

test('R35: what a group is on is known by a snapshot, and that it was taken at another time is told', async () => {
  const world = new World();
  const [db, web] = [world.group('db'), world.group('web')];
  for (const each of [db, web]) each.opens('tcp', 5432, '198.51.100.7/32');
  const snapshot = lookAt(world.wait(86_400), [
    { groups: [db.id], owner: 'RDSNetworkInterface' },
    { groups: [web.id], owner: 'i-01' },
  ]);
  const policy = { checks: { db: { when: anything, where: { attached: ['rds' as const] } } } };
  const decisions = await judged(world, policy, { snapshot });
  const opened = decisions.filter((each) => each.kind === 'rules-added');
  expect(opened.map((each) => [each.on.name, each.verdict!.ruling])).toEqual([
    ['db', 'breach'],
    ['web', 'clear'],
  ]);
  const taken = new Date(snapshot.takenAt).toISOString().replace('.000', '');
  expect(opened[0]!.verdict!.facts).toMatchObject({ asOf: taken, of: ['attachments'] });
  const unseen = await judged(world, policy);
  expect(unseen.find((each) => each.kind === 'rules-added')!.verdict).toMatchObject({
    ruling: 'unknown',
    unknowns: [{ what: 'attachments' }],
  });
});

test('R26: R35: groups put on a database by a record are judged by what it gains, and so are their later changes', async () => {
  const world = new World();
  const [old, db] = [world.group('old'), world.group('db')];
  old.opens('tcp', 5432, '198.51.100.0/24');
  world.call('ModifyDBInstance', {
    service: 'rds',
    request: { dBInstanceIdentifier: 'orders', vpcSecurityGroupIds: [old.id] },
    response: {},
  });
  old.opens('tcp', 3306, '198.51.100.0/24');
  db.opens('tcp', 3306, '198.51.100.0/24');
  const decisions = await judged(world, { checks: { db: { when: anything, where: { attached: ['rds'] } } } });
  const [, , before, put, after, other] = decisions;
  expect(put).toMatchObject({ kind: 'attached', on: { id: 'rds:orders', environment: 'prod' } });
  expect(put!.verdict!.ruling).toBe('breach');
  expect(after!.verdict).toMatchObject({ ruling: 'breach', facts: { asOf: null } });
  // Nobody looked at all interfaces: the same groups may have been on a database before.
  expect(rulings([before!, other!])).toEqual(['unknown', 'unknown']);
});

test('R26: scenario 16: an old wide group put on an interface is judged as if its rules were opened there', async () => {
  const world = new World();
  const [wide, app] = [world.group('wide'), world.group('app')];
  wide.opens('tcp', 22, '0.0.0.0/0');
  wide.tags('env', 'dev');
  app.tags('env', 'prod');
  world.wait(86_400);
  attach(world, 'eni-9', app.id);
  attach(world, 'eni-9', app.id, wide.id);
  const decisions = await judged(world, {
    checks: { ssh: { when: ssh, severity: { prod: 'critical', else: 'medium' } } },
  });
  expect(decisions.at(-2)!.verdict!.ruling).toBe('clear');
  expect(decisions.at(-1)).toMatchObject({
    on: { environment: 'dev' },
    verdict: { ruling: 'breach', severity: 'medium' },
  });
});

test('groups whose rules nobody told may bring anything: what could object is unknown, never clear', async () => {
  const world = new World();
  attach(world, 'eni-9', 'sg-00000000000000099');
  const [put] = await judged(world, { checks: { ssh: { when: ssh } } });
  expect(put!.verdict).toMatchObject({ ruling: 'unknown', severity: 'high' });
  expect(put!.verdict!.unknowns).toContainEqual({
    what: 'rules',
    why: 'not all rules of these groups are known',
    could: 'raise',
  });
});

test('an edit of a prefix list is judged for each group whose rules name it', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  const [web, db] = [world.group('web'), world.group('db')];
  web.opens('tcp', 443, list);
  db.opens('tcp', 22, list);
  db.tags('env', 'stage');
  world.do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
  const decisions = await judged(world, { checks: { ssh: { when: ssh } } });
  expect(decisions.at(-1)).toMatchObject({
    kind: 'list-edited',
    on: { environment: 'stage' },
    verdict: { ruling: 'breach', checks: [{ id: 'ssh' }] },
  });
});

test('scenario 14: a door that was open for twenty seconds is a breach of the net act, and is over', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(3600);
  web.opens('tcp', 22, '0.0.0.0/0');
  world.wait(20);
  web.closes('tcp', 22, '0.0.0.0/0');
  const net = await judged(world, { checks: { ssh: { when: ssh } } }, { net: true });
  expect(net.at(-1)).toMatchObject({ kind: 'net', verdict: { ruling: 'breach', checks: [{ id: 'ssh', over: true }] } });
});

test('R17: R20: what would be done is told with the rules that carry it, and a protected loss with what went', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '0.0.0.0/0');
  web.does('authorize', rule('tcp', 443, '10.0.0.0/8'));
  web.closes('tcp', 443, '10.0.0.0/8');
  const decisions = await judged(world, {
    checks: {
      ssh: { when: ssh, respond: { else: ['revert'] } },
      kept: { when: lost(), respond: { else: ['restore'] } },
    },
    safety: {
      mode: { else: 'shadow' },
      neverTouch: { groups: [], tags: {}, setBy: [] },
      caps: { group: none, actor: none, account: none, reserveFor: [] },
    },
  });
  expect(decisions[1]!.response).toMatchObject({
    mode: 'shadow',
    steps: [{ do: 'revert', rules: [id], state: 'would' }],
  });
  expect(decisions[2]!.response).toBeUndefined();
  expect(objecting(decisions[3])).toEqual(['kept']);
  expect(decisions[3]!.response).toMatchObject({ steps: [{ do: 'restore', state: 'would' }] });
});

const none = { count: 3, per: 3_600_000 };

test('a guard tag counts only where a record shows that somebody who may set it did', async () => {
  const world = new World();
  const [own, other] = [world.group('own'), world.group('other')];
  world.as('guardian');
  own.tags('portcullis', 'off');
  world.as('mallory');
  other.tags('portcullis', 'off');
  own.opens('tcp', 22, '0.0.0.0/0');
  other.opens('tcp', 22, '0.0.0.0/0');
  const guardians = actors('guardians', { users: [`arn:aws:iam::${account}:user/guardian`] });
  const decisions = await judged(world, {
    checks: { ssh: { when: ssh, respond: { else: ['revert'] } } },
    safety: {
      mode: { else: 'enforce' },
      neverTouch: { groups: [], tags: { portcullis: ['off'] }, setBy: [guardians] },
      caps: { group: none, actor: none, account: none, reserveFor: [] },
    },
  });
  const states = decisions.slice(-2).map((each) => each.response!.steps.map((step) => step.state));
  expect(states).toEqual([['refused'], ['would']]);
});

test('R37: an adjustment by exposure counts only what is known, and a group on nothing is not taken lightly', async () => {
  const world = new World();
  const [inside, outside, nowhere] = [world.group('inside'), world.group('outside'), world.group('nowhere')];
  for (const each of [inside, outside, nowhere]) each.opens('tcp', 22, '0.0.0.0/0');
  const snapshot = lookAt(world, [
    { groups: [inside.id], owner: 'i-01' },
    { groups: [outside.id], owner: 'i-02', publicAddress: '203.0.113.9' },
  ]);
  const policy = {
    checks: { ssh: { when: ssh } },
    adjust: { unexposed: { when: { exposed: [false] }, by: -1 } },
  };
  const decisions = (await judged(world, policy, { snapshot })).filter((each) => each.kind === 'rules-added');
  expect(decisions.map((each) => [each.on.name, each.verdict!.severity])).toEqual([
    ['inside', 'medium'],
    ['outside', 'high'],
    ['nowhere', 'high'],
  ]);
});

test('R37: a load balancer is exposed unless it is internal, a database where its record says so', async () => {
  const world = new World();
  const groups = ['outer', 'inner', 'db'].map((name) => world.group(name)) as [GroupAtWork, GroupAtWork, GroupAtWork];
  for (const [n, scheme] of ['internet-facing', 'internal'].entries())
    world.call('CreateLoadBalancer', {
      service: 'elasticloadbalancing',
      request: { name: `shop-${n}`, scheme, securityGroups: [groups[n]!.id] },
      response: { loadBalancers: [{ scheme, loadBalancerName: `shop-${n}`, securityGroups: [groups[n]!.id] }] },
    });
  world.call('CreateDBInstance', {
    service: 'rds',
    request: { dBInstanceIdentifier: 'orders', publiclyAccessible: true, vpcSecurityGroupIds: [groups[2].id] },
    response: {},
  });
  for (const group of groups) group.opens('tcp', 22, '0.0.0.0/0');
  const decisions = await judged(world, {
    checks: { ssh: { when: ssh, severity: { else: 'medium' } } },
    adjust: { outside: { when: { exposed: [true] }, by: 1 } },
  });
  expect(decisions.slice(-3).map((each) => each.verdict!.severity)).toEqual(['high', 'medium', 'high']);
});

test('R99: BM-10: with a policy too, records shuffled and doubled give the same decisions', async () => {
  const world = new World();
  const [one, two] = [world.group('one'), world.group('two')];
  attach(world, 'eni-1', one.id, two.id);
  one.tags('env', 'prod');
  for (const [n, group] of [one, two, one, two].entries()) {
    group.opens('tcp', 22, `${64 * n}.0.0.0/2`);
    world.as(n % 2 === 0 ? 'mallory' : 'alice').refusing('Client.UnauthorizedOperation');
    group.opens('tcp', 22, '0.0.0.0/0');
  }
  two.closes('tcp', 22, '64.0.0.0/2');
  one.tags('env', 'dev');
  two.opens('tcp', 22, '64.0.0.0/2');
  const policy = {
    checks: {
      whole: { when: gained({ ports: ['tcp/22'], covers: true }) },
      ssh: { when: ssh },
      probing: { when: attempts(1, 600) },
      guard: { when: tagsQuestion(), severity: { else: 'critical' as const } },
    },
    adjust: { returned: { when: { recurred: { within: 86_400_000 } }, by: 1 } },
  };
  for (const net of [false, true]) {
    const straight = await judged(world, policy, { net });
    expect(new Set(rulings(straight))).toEqual(new Set(['clear', 'breach']));
    const judging = judgingBy(policy);
    const shuffled = [...world.records, ...world.records.slice(3)].map((record, n) => ({
      record,
      key: (n * 7919) % 31,
    }));
    const records = shuffled.sort((a, b) => a.key - b.key).map((each) => each.record);
    expect((await tell(records, { net, judging, batch: 3 })).decisions).toEqual(straight);
  }
});

test('an actor who never changed the group before is told apart from one who did', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(40 * 86_400);
  web.opens('tcp', 22, '0.0.0.0/0');
  world.as('mallory');
  web.opens('tcp', 23, '0.0.0.0/0');
  web.opens('tcp', 24, '0.0.0.0/0');
  const decisions = await judged(world, {
    checks: { open: { when: gained(), severity: { else: 'medium' } } },
    adjust: { stranger: { when: { unfamiliar: { within: 30 * 86_400_000 } }, by: 1 } },
  });
  expect(decisions.slice(1).map((each) => each.verdict!.severity)).toEqual(['high', 'high', 'medium']);
});

test('R35: R37: in an archive a VPC without a way in counts as a snapshot shows it, and the verdict says of when that is', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 22, '0.0.0.0/0');
  const policy = {
    checks: { ssh: { when: ssh, severity: { else: 'critical' } } },
    adjust: { unexposed: { when: { exposed: [false] }, by: -1 } },
  } as const;
  const look = lookAt(world, [{ groups: [web.id], publicAddress: '203.0.113.9', owner: 'i-0123456789abcdef0' }]);
  const vpc = { id: 'vpc-1', account, region, blocked: null, exempt: false };
  const of = async (internetGateway: string | null) =>
    (await judged(world, policy, { snapshot: { ...look, vpcs: [{ ...vpc, internetGateway }] } })).at(-1)!.verdict!;
  expect(await of('igw-1')).toMatchObject({ ruling: 'breach', severity: 'critical' });
  const shut = await of(null);
  expect(shut).toMatchObject({ ruling: 'breach', severity: 'high', checks: [{ adjusted: [{ id: 'unexposed' }] }] });
  expect(shut.facts.asOf).not.toBeNull();
});
