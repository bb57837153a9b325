import { describe, expect, test } from 'vitest';
import type { Decision } from '../../src/core/plan/decision.ts';
import { tell } from '../builders/read-records.ts';
import { rule, World } from '../builders/world.ts';

const anywhere = '0.0.0.0/0';
const rowsOf = (decision: Decision | undefined) =>
  decision?.effects.flatMap(({ gained }) => gained.map(({ services, peers }) => `${services} from ${peers}`));
const told = async (world: World, net = false) =>
  (await tell(world.records, { net })).decisions.filter((each) => each.kind !== 'group-created');

test('scenario 10: the flat form with an empty list of permissions is read, its odd CIDR as the one EC2 makes of it', async () => {
  const world = new World();
  const web = world.group('web');
  const flat = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '198.51.100.254/0' };
  world.call('AuthorizeSecurityGroupIngress', { request: { groupId: web.id, ipPermissions: {}, ...flat } });
  expect(rowsOf((await told(world))[0])).toEqual(['tcp/22 from 0.0.0.0/0']);
});

describe('scenario 11: ModifySecurityGroupRules', () => {
  test('scenario 11: BM-7: a rule that is widened tells what it was before, by our own state', async () => {
    const world = new World();
    const web = world.group('web');
    const [id] = web.opens('tcp', 22, '10.0.0.0/8');
    world.wait(3600).as('mallory');
    web.rewrites(id!, 'tcp', 22, anywhere);
    const modified = (await told(world)).at(-1)!;
    expect(modified).toMatchObject({ kind: 'rules-modified', basis: 'exact' });
    expect(modified.rules).toMatchObject([
      { op: 'before', id, direction: 'ingress', peer: { value: '10.0.0.0/8' } },
      { op: 'after', id, direction: 'ingress', peer: { value: anywhere } },
    ]);
    expect(modified.effects[0]!.lost).toEqual([]);
    expect(modified.say).toBe('the whole IPv4 Internet can reach tcp 22 (ssh) on web');
  });

  test('scenario 11: BM-7: of a rule that nobody knew, what it was before is said to be unknown, never invented', async () => {
    const world = new World();
    const web = world.olderGroup('web');
    world.wait(60);
    web.rewrites(web.opens('tcp', 22, '10.0.0.0/8')[0]!, 'tcp', 22, anywhere);
    const older = new World();
    older.records.push(world.records.at(-1)!);
    const [modified] = await told(older);
    expect(modified).toMatchObject({ basis: 'unknown', effects: [{ before: 'partly', lost: null }] });
    expect(modified!.say).toContain('what was there before is not known');
    expect(modified!.effects[0]!.gained.map((row) => row.direction)).toEqual(['ingress', 'egress']);
  });

  test('scenario 11: BM-7: a snapshot that shows the rule tells its direction, and its content before where no record does', async () => {
    const world = new World();
    const web = world.olderGroup('web', rule('tcp', 22, '10.0.0.0/8'));
    const look = world.look();
    world.wait(3600);
    const [id] = [...look.groups[0]!.rules].filter((each) => each.direction === 'ingress').map((each) => each.id!);
    web.rewrites(id!, 'tcp', 22, anywhere);
    const { decisions } = await tell(world.records, { snapshot: look });
    expect(decisions[0]).toMatchObject({ basis: 'exact', effects: [{ before: 'known', lost: [] }] });
    expect(decisions[0]!.rules.map(({ op, peer }) => `${op} ${peer!.value}`)).toEqual([
      'before 10.0.0.0/8',
      `after ${anywhere}`,
    ]);
  });

  test('scenario 11: only the ports, only the description, and several rules at once', async () => {
    const world = new World();
    const web = world.group('web');
    const ids = web.does('authorize', rule('tcp', 22, anywhere), rule('tcp', 443, anywhere));
    web.rewrites(ids[0]!, 'tcp', [20, 22], anywhere);
    world.do({
      do: 'modify',
      group: web.id,
      id: ids[1]!,
      to: { ...rule('tcp', 443, anywhere), description: 'public' },
    });
    const edits = ids.map((SecurityGroupRuleId, at) => ({
      ...{ SecurityGroupRuleId, tag: at + 1 },
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 8080 + at, ToPort: 8080 + at, CidrIpv4: '10.0.0.0/8' },
    }));
    world.call('ModifySecurityGroupRules', {
      request: { ModifySecurityGroupRulesRequest: { GroupId: web.id, SecurityGroupRule: edits } },
      response: { ModifySecurityGroupRulesResponse: { return: true } },
    });
    const [, ports, words, several] = await told(world);
    expect(rowsOf(ports)).toEqual(['tcp/20-21 from 0.0.0.0/0']);
    expect(words!.effects.flatMap(({ gained, lost }) => [...gained, ...lost!])).toEqual([]);
    expect(rowsOf(several)).toEqual(['tcp/8080-8081 from 10.0.0.0/8']);
    expect(several!.effects[0]!.lost!.map((row) => row.services.join())).toEqual(['tcp/20-22,tcp/443']);
  });
});

describe('scenario 12: calls that were refused', () => {
  test.each([
    ['Client.UnauthorizedOperation', 'failed'],
    ['Client.DryRunOperation', 'dry-run'],
    ['Client.InvalidPermission.Duplicate', 'failed'],
  ])('scenario 12: BM-4: %s is told as an attempt, and changes nothing', async (code, result) => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 443, anywhere);
    world.as('mallory').refusing(code);
    web.opens('tcp', 443, anywhere);
    world.refusing(code);
    web.closes('tcp', 443, anywhere);
    world.as('alice').wait(3600);
    web.closes('tcp', 443, anywhere);
    const [, attempt, other, closed] = await told(world, true);
    for (const each of [attempt!, other!]) {
      expect(each).toMatchObject({ call: { result, error: { code } }, effects: [], basis: 'exact', exposure: 0 });
      expect(each.say).toMatch(/nothing changed/);
      expect(each.actor.person).toBe('mallory');
      expect(each.changes).toBeUndefined();
    }
    expect(attempt!.rules).toMatchObject([{ op: 'add', protocol: 'tcp', peer: { value: anywhere } }]);
    expect(closed!.effects[0]!.lost).toMatchObject([{ services: ['tcp/443'], peers: [anywhere] }]);
  });
});

describe('scenario 13: shapes', () => {
  test('scenario 13: a record that names the group only by its name is joined to the group made under it', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, '10.0.0.0/8');
    const items = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: anywhere }] } }];
    world.call('AuthorizeSecurityGroupIngress', {
      request: { groupName: 'web', ipPermissions: { items } },
      response: { _return: true },
    });
    const byName = (await told(world)).at(-1)!;
    expect(byName).toMatchObject({ basis: 'exact', effects: [{ before: 'known' }] });
    expect(byName.effects[0]!.gained[0]!.peers).not.toContain('10.0.0.0/8');
  });

  test('scenario 13: BM-1: BM-6: every item, every range and both families count, with or without ports', async () => {
    const world = new World();
    const web = world.group('web');
    const items = [
      { ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } },
      {
        ...{ ipProtocol: 'tcp', fromPort: 22, toPort: 22 },
        ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }, { cidrIp: '203.0.113.0/24' }] },
        ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
        groups: { items: [{ groupId: web.id }] },
        prefixListIds: { items: [{ prefixListId: 'pl-0123456789abcdef0' }] },
      },
      { ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '192.0.2.1/32' }] } },
    ];
    world.call('AuthorizeSecurityGroupIngress', { request: { groupId: web.id, ipPermissions: { items } } });
    const [decision] = await told(world);
    expect(decision!.rules).toHaveLength(7);
    const ssh = decision!.effects[0]!.gained.find((row) => row.services.includes('tcp/22'))!;
    expect(ssh.peers).toEqual(['10.0.0.0/8', '192.0.2.1/32', '203.0.113.0/24', '::/0', web.id, 'pl-0123456789abcdef0']);
  });
});

describe('scenario 14: delivery', () => {
  test('scenario 14: BM-10: the same record twice, and a revoke before its authorize, change nothing in what is told', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, anywhere);
    world.wait(7200);
    web.closes('tcp', 22, anywhere);
    const straight = await tell(world.records);
    const back = await tell([...world.records, ...world.records].reverse());
    expect(back.decisions).toEqual(straight.decisions);
    expect(back.tally).toMatchObject({ records: 3, copies: 3 });
  });

  test('scenario 14: what was opened and closed within 20 s is told with its window', async () => {
    const world = new World();
    const web = world.group('web');
    world.wait(600);
    web.opens('tcp', 22, anywhere);
    world.wait(19);
    web.closes('tcp', 22, anywhere);
    const act = (await told(world, true)).at(-1)!;
    expect(act).toMatchObject({ kind: 'net', basis: 'exact' });
    expect(act.effects[0]).toMatchObject({
      gained: [],
      lost: [],
      passing: { seconds: 20, from: '2026-01-31T09:10:01Z', to: '2026-01-31T09:10:21Z' },
    });
    expect(act.effects[0]!.passing!.gained[0]).toMatchObject({ services: ['tcp/22'], peers: [anywhere] });
    expect(act.say).toBe('for a while the whole IPv4 Internet can reach tcp 22 (ssh) on web, closed again');
    expect(act.exposure).toBeGreaterThan(0);
  });

  test('scenario 14: 200 rules in one call are one decision with 200 rules', async () => {
    const world = new World();
    const rules = Array.from({ length: 200 }, (_, n) => rule('tcp', 1000 + 2 * n, '203.0.113.0/24'));
    world.group('web').does('authorize', ...rules);
    const [decision] = await told(world);
    expect(decision!.rules).toHaveLength(200);
    expect(decision!.effects[0]!.gained).toHaveLength(1);
    expect(decision!.effects[0]!.gained[0]!.services).toHaveLength(200);
  });

  test('scenario 14: R16: a record from before the snapshot is told in its place', async () => {
    const world = new World();
    const web = world.olderGroup('web', rule('tcp', 443, anywhere));
    web.opens('tcp', 22, anywhere);
    world.wait(86_400);
    const { decisions } = await tell(world.records, { snapshot: world.look() });
    expect(decisions[0]).toMatchObject({ basis: 'exact', effects: [{ before: 'known' }] });
    expect(rowsOf(decisions[0])).toEqual(['tcp/22 from 0.0.0.0/0']);
  });
});

test('scenario 17: BM-15: a description is recorded, moves no reach, and does not hide the next change', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 443, anywhere);
  web.does('describe', { ...rule('tcp', 443, anywhere), description: 'the shop' });
  world.wait(600);
  web.opens('tcp', 22, anywhere);
  const [, described, opened] = await told(world);
  expect(described).toMatchObject({ kind: 'described', effects: [], basis: 'exact', exposure: 0 });
  expect(described!.rules).toMatchObject([{ description: 'the shop' }]);
  expect(opened!.basis).toBe('exact');
  expect(rowsOf(opened)).toEqual(['tcp/22 from 0.0.0.0/0']);
});

describe('scenario 18: channels', () => {
  test('scenario 18: what CloudFormation did for a user is asserted; a Terraform user agent is only claimed', async () => {
    const world = new World();
    const web = world.group('web');
    const request = (port: number) => ({
      groupId: web.id,
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: anywhere }] } }],
      },
    });
    const user = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', userName: 'alice' };
    world.as({ ...user, invokedBy: 'cloudformation.amazonaws.com' });
    world.call('AuthorizeSecurityGroupIngress', { request: request(22) });
    const more = { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.5', sessionCredentialFromConsole: 'true' };
    world.as(user).call('AuthorizeSecurityGroupIngress', { request: request(23), more });
    world.call('AuthorizeSecurityGroupIngress', { request: request(24), more: { userAgent: more.userAgent } });
    const [stack, disguised, terraform] = await told(world);
    expect(stack!.actor).toMatchObject({ person: 'alice', via: { value: 'cloudformation', basis: 'asserted' } });
    expect(disguised!.actor.via).toEqual({ value: 'console', basis: 'asserted' });
    expect(terraform!.actor.via).toEqual({ value: 'terraform', basis: 'claimed' });
  });
});

describe('scenario 19: who', () => {
  const role = (name: string, path = '') => ({
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::111122223333:role${path}/${name}`, userName: name },
    },
  });
  const assumed = (name: string, session: string, path = '') => ({
    ...{ type: 'AssumedRole', arn: `arn:aws:sts::111122223333:assumed-role/${name}/${session}`, ...role(name, path) },
  });
  test.each([
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' }, 'root', 'asserted'],
    ['a service', { type: 'AWSService', invokedBy: 'rds.amazonaws.com' }, 'rds.amazonaws.com', 'asserted'],
    ['a role session', assumed('Deploy', 'alice'), 'alice', 'claimed'],
    [
      'an Identity Center session',
      assumed('AWSReservedSSO_Admin_0123456789abcdef', 'alice@example.com', '/aws-reserved/sso.amazonaws.com'),
      'alice@example.com',
      'asserted',
    ],
    [
      'a caller of another account',
      { type: 'AWSAccount', principalId: 'AROAX:bob', accountId: '123456789012' },
      null,
      'none',
    ],
    ['nobody told', {}, null, 'none'],
  ] as const)('scenario 19: BM-9: %s is told as the actor', async (_who, identity, person, basis) => {
    const world = new World();
    const web = world.group('web');
    world.wait(600).as(identity);
    web.opens('tcp', 22, anywhere);
    const opened = (await told(world)).at(-1)!;
    expect(opened.actor).toMatchObject({ person, identity: basis });
    expect(rowsOf(opened)).toEqual(['tcp/22 from 0.0.0.0/0']);
  });

  test('scenario 19: a controller that edits its own group all day is one line for each go, never mixed with others', async () => {
    const world = new World();
    const nodes = world.group('nodes');
    world.as(assumed('eks-lb-controller', 'session')).wait(600);
    for (let go = 0; go < 5; go++) {
      for (let at = 0; at < 4; at++) nodes.opens('tcp', 30_000 + at, `10.0.${go}.0/24`);
      for (let at = 0; at < 4; at++) nodes.closes('tcp', 30_000 + at, `10.0.${go}.0/24`);
      world.wait(3600);
    }
    const decisions = await told(world, true);
    expect(decisions).toHaveLength(5);
    expect(
      decisions.every((each) => each.kind === 'net' && each.changes?.length === 8 && each.rules.length === 0),
    ).toBe(true);
  });
});
