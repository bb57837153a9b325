import { expect, test } from 'vitest';
import { foldGroups } from '../../../test/builders/fold-groups.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';
import { writeRows } from '../reach/rows.ts';
import type { Trace } from './trace.ts';

const anywhere = '0.0.0.0/0';
const said = (reach: Trace['opened']) => writeRows(reach).map((row) => `${row.direction} ${row.services} ${row.peers}`);

async function tracesOf(world: World, look: Parameters<typeof foldGroups>[1] = null, group?: string) {
  const { spill } = await spillOf(world.records);
  const traces = foldGroups(spill, look);
  spill.close();
  return (group === undefined ? [...traces.values()][0] : traces.get(group))!;
}

test('a group that all addresses can reach gains nothing when another group is let in, and says that it is latent', async () => {
  const world = new World();
  const [web, app] = [world.group('web'), world.group('app')];
  web.does('authorize', rule('tcp', 22, anywhere), rule('tcp', 22, '::/0'));
  web.opens('tcp', 22, app.id);
  const last = (await tracesOf(world, null, web.id)).at(-1)!;
  expect(said(last.effect.gained.atMost)).toEqual([]);
  expect(said(last.opened)).toEqual([`ingress tcp/22 ${app.id}`]);
});

test('what a refusal rules out was never possible', async () => {
  const world = new World();
  const web = world.group('web');
  web.closes('-1', null, '::/0', 'egress');
  web.opens('tcp', 443, '2001:db8::/32', 'egress');
  const [made, , opened] = await tracesOf(world);
  expect(said(made!.after.possible)).toEqual(['egress all 0.0.0.0/0']);
  expect(said(opened!.effect.gained.atLeast)).toEqual(['egress tcp/443 2001:db8::/32']);
});

test('after a record that lost what it revoked nothing is certain, whether or not the group was known', async () => {
  for (const known of [true, false]) {
    const world = new World();
    const web = known ? world.group('web') : world.olderGroup('web');
    web.opens('tcp', 22, anywhere);
    world.call('RevokeSecurityGroupIngress', { request: { groupId: web.id }, response: { _return: true } });
    const last = (await tracesOf(world)).at(-1)!;
    expect(last.effect.lost.unknown).toBe(true);
    expect(said(last.after.certain)).toEqual([]);
  }
});

test('after a record that lost what it opened everything may be open', async () => {
  const world = new World();
  const web = world.group('web');
  world.call('AuthorizeSecurityGroupIngress', { request: { groupId: web.id }, response: { _return: true } });
  const last = (await tracesOf(world)).at(-1)!;
  expect(said(last.effect.gained.atMost)[0]).toBe('ingress all 0.0.0.0/0,::/0,sg-*,pl-*');
  expect(said(last.after.certain)).toEqual(['egress all 0.0.0.0/0']);
});

test('BM-8: after a record that lost what it made a rule say everything may be open, and what it said is not', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '10.0.0.0/8');
  const SecurityGroupRule = { SecurityGroupRuleId: id!, SecurityGroupRule: 'odd' };
  const request = { ModifySecurityGroupRulesRequest: { GroupId: web.id, SecurityGroupRule } };
  world.call('ModifySecurityGroupRules', { request, response: { _return: true } });
  const { gained, lost } = (await tracesOf(world)).at(-1)!.effect;
  expect(said(gained.atMost).join()).toMatch(/^ingress proto.*::\/0,sg-\*,pl-\*/);
  expect(said(gained.atLeast)).toEqual([]);
  expect([said(lost.atMost), said(lost.atLeast)]).toEqual([['ingress tcp/22 10.0.0.0/8'], []]);
});

test('what was opened and closed in one second, nobody knows in which order, may have stood before', async () => {
  const world = new World();
  world.era = 2014;
  const web = world.olderGroup('web', rule('tcp', 22, anywhere));
  world.pace = 0;
  web.closes('tcp', 22, anywhere);
  web.opens('tcp', 22, anywhere);
  world.wait(60);
  const [first] = await tracesOf(world, world.look());
  expect(said(first!.before.certain)).toEqual(['egress all 0.0.0.0/0']);
  expect(said(first!.before.possible)).toEqual([`ingress tcp/22 ${anywhere}`, 'egress all 0.0.0.0/0']);
});

test('what a call of the same second was refused does not settle what was opened and closed in it', async () => {
  const world = new World();
  world.era = 2014;
  const web = world.olderGroup('web');
  world.pace = 0;
  web.opens('tcp', 22, anywhere);
  web.closes('tcp', 22, anywhere);
  web.closes('tcp', 22, anywhere);
  const last = (await tracesOf(world)).at(-1)!;
  expect(said(last.after.held)).toEqual([`ingress tcp/22 ${anywhere}`]);
});

test('an id that was never told may be that of any rule without one, even where one of those is opened again in the same second', async () => {
  const world = new World();
  const web = world.group('web', true);
  world.pace = 0;
  web.rewrites('sgr-00000000000000002', 'tcp', 22, '10.0.0.0/8');
  web.opens('-1', null, '::/0', 'egress');
  const last = (await tracesOf(world)).at(-1)!;
  expect(said(last.after.certain)).toEqual([
    'egress proto/0,icmp/*,proto/2-5,tcp/0-21,tcp/23-65535,proto/7-16,udp/0-65535,proto/18-57,icmpv6/*,proto/59-255 ::/0',
    'egress tcp/22 10.0.0.0/8,::/0',
  ]);
  expect(said(last.after.possible)).toEqual(['egress all 0.0.0.0/0,::/0']);
});

test('once another rule has one of two contents that a rule may have, it has the other', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '10.0.0.0/8');
  world.pace = 0;
  web.rewrites(id!, 'tcp', 22, '192.0.2.0/24');
  web.rewrites(id!, 'tcp', 22, '203.0.113.0/24');
  world.wait(60);
  web.opens('tcp', 22, '192.0.2.0/24');
  world.wait(60);
  web.closes('tcp', 22, '192.0.2.0/24');
  const last = (await tracesOf(world)).at(-1)!;
  expect(said(last.after.held)).toContain('ingress tcp/22 203.0.113.0/24');
});

test('a classic group that is deleted and made again under its name was not born with its first record', async () => {
  const world = new World();
  const db = (cIDRIP?: string) => ({
    service: 'rds',
    request: { dBSecurityGroupName: 'db', ...(cIDRIP ? { cIDRIP } : {}) },
  });
  world.call('AuthorizeDBSecurityGroupIngress', db('10.0.0.0/8'));
  world.call('DeleteDBSecurityGroup', db());
  world.call('CreateDBSecurityGroup', db());
  const [opened, , made] = await tracesOf(world);
  expect(opened!.known).toBe('unknown');
  expect(made!.known).toBe('known');
});

test('a rule of an untold id that takes the content of one revoked in the same second may stand after it', async () => {
  const world = new World();
  world.era = 2021;
  world.pace = 0;
  const web = world.group('web', true);
  web.closes('-1', null, '::/0', 'egress');
  web.rewrites('sgr-00000000000000001', '-1', null, '::/0');
  const last = (await tracesOf(world)).at(-1)!;
  expect(said(last.after.possible)).toEqual(['egress all 0.0.0.0/0,::/0']);
});
