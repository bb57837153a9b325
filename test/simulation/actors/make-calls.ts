import type { HeldGroup, HeldRule } from '../../../src/aws/model/state.ts';
import type { Tuple } from '../../../src/core/group/rule.ts';
import { tupleOf } from '../world/estate.ts';
import { lineOf, permissionOf, rewriteOf } from '../world/permission.ts';
import { cidrs4, cidrs6 } from '../world/universe.ts';
import type { World } from '../world/world.ts';
import { callers } from './callers.ts';
import type { Act } from './script.ts';

/** What an act may reach beside EC2. */
export interface Stage {
  readonly world: World;
  /** Does something a little later. */
  readonly later: (milliseconds: number, happen: () => void) => void;
}

const strange = ['198.51.100.0/28', '198.51.100.0/29', '198.51.100.8/30', '198.51.100.5/32', '2001:db8:1::/48'];
const safe = ['203.0.113.0/28', '10.1.0.0/16', '192.0.2.0/24', '2001:db8:2::/48'];
const ports = [
  'tcp/22',
  'tcp/443',
  'tcp/3306',
  'tcp/5432',
  'tcp/20-25',
  'tcp/8080',
  'udp/53',
  'icmp/8',
  '-1',
  'tcp/80',
];

/** Makes the calls of an act of somebody who only talks to EC2, as things are then. */
export function makeCalls(act: Act, { world, later }: Stage): void {
  const { one, two, three } = act;
  const group = groupOf(world, one);
  const GroupId = group.id;
  const rules = group.rules.filter(({ direction }) => direction === 'ingress');
  const rule = rules[three % Math.max(rules.length, 1)];
  const strangers = strange[two % strange.length]!;
  const caller =
    act.actor === 'pipeline' || act.actor === 'controller' || act.actor === 'rival' ? act.actor : undefined;
  const who = callers[caller ?? (act.actor === 'attacker' ? 'attacker' : 'operator')];
  const say = `act ${act.n}`;
  const authorize = (tuples: readonly Tuple[], as = who, more = {}) =>
    world.ask(act.actor, as, 'AuthorizeSecurityGroupIngress', {
      ...{ GroupId, IpPermissions: tuples.map((tuple) => permissionOf(tuple, say)), ...more },
    });
  const revoke = (some: readonly HeldRule[]) =>
    some.length > 0 &&
    world.ask(act.actor, who, 'RevokeSecurityGroupIngress', {
      ...(two % 2 === 0
        ? { GroupId, SecurityGroupRuleIds: some.map(({ id }) => id) }
        : { GroupId, IpPermissions: some.map((each) => permissionOf(each)) }),
    });
  const any = () => tupleOf(ports[two % ports.length]!, [...cidrs4, ...cidrs6][three % 13]!);
  const tags = (Key: string, Value: string, as = who) =>
    world.ask(act.actor, as, 'CreateTags', { Resources: [GroupId], Tags: [{ Key, Value }] });
  switch (act.verb) {
    case 'open':
      return void authorize([any(), ...(three % 3 === 0 ? [tupleOf('tcp/443', '10.1.0.0/16')] : [])]);
    case 'open-safe':
      return void authorize([tupleOf(ports[two % 6]!, safe[three % safe.length]!)]);
    case 'close':
    case 'lose':
      return void revoke(rule === undefined ? [] : [rule]);
    case 'modify': {
      if (rule === undefined) return;
      const next = any();
      return void modify(world, act, who, GroupId, rule, next);
    }
    case 'redirect':
      return void (rule && modify(world, act, who, GroupId, rule, tupleOf('tcp/22', strangers)));
    case 'describe':
      return void (
        rule &&
        world.ask(act.actor, who, 'UpdateSecurityGroupRuleDescriptionsIngress', {
          ...{ GroupId, IpPermissions: [permissionOf(rule, `said ${act.n}`)] },
        })
      );
    case 'dry':
      return void authorize([tupleOf('tcp/22', strangers)], who, { DryRun: true });
    case 'again':
      return void (rule && authorize([rule]));
    case 'wear': {
      const NetworkInterfaceId = world.estate.interface;
      const { web, data, dev } = world.estate.groups;
      const Groups = [[web], [web, data], [data], [web, dev]][two % 4]!;
      return void world.ask(act.actor, who, 'ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Groups });
    }
    case 'door':
      return void authorize([tupleOf(three % 2 === 0 ? 'tcp/22' : 'tcp/20-25', strangers)]);
    case 'wide':
      return void authorize([tupleOf(three % 2 === 0 ? '-1' : 'tcp/22', three % 3 === 0 ? '::/0' : '0.0.0.0/0')]);
    case 'store':
      return void authorize([
        ...[tupleOf(three % 2 === 0 ? 'tcp/3306' : 'tcp/5432', '198.51.100.0/29'), tupleOf('tcp/80', '192.0.2.0/24')],
      ]);
    case 'halves':
      authorize([tupleOf('tcp/5432', '198.51.100.8/30')]);
      later(1_000 + two * 20, () => void authorize([tupleOf('tcp/5432', '198.51.100.5/32')]));
      return;
    case 'untag':
      return void tags('env', 'dev');
    case 'off':
      tags('portcullis', 'off');
      later(2_000, () => void authorize([tupleOf('tcp/22', strangers)]));
      return;
    case 'guard':
      tags('portcullis', 'off', callers.admin);
      later(
        90_000 + two * 100,
        () =>
          void world.ask('switch', callers.admin, 'DeleteTags', {
            Resources: [GroupId],
            Tags: [{ Key: 'portcullis' }],
          }),
      );
      return;
    case 'denied':
      return void world.ask(act.actor, who, 'DeleteTags', { Resources: [GroupId], Tags: [{ Key: 'env' }] });
    case 'impostor': {
      const as = callers.impostor;
      if (rule === undefined) return;
      return void world.ask(act.actor, as, 'RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [rule.id] });
    }
    case 'list':
      return void editList(world, act, who);
    case 'replace': {
      const old = rules;
      revoke(old);
      const next = three % 3 === 0 ? [...old, tupleOf('tcp/8080', '192.0.2.0/24')] : old;
      const unique = [...new Map(next.map((each) => [lineOf(each), each])).values()];
      later(300 + two, () => void (unique.length > 0 && authorize(unique)));
      return;
    }
    case 'apply':
      return void authorize([tupleOf('tcp/443', '203.0.113.0/28')]);
    case 'insist':
      for (let time = 0; time < 4; time += 1)
        later(time * 50_000, () => void authorize([tupleOf('tcp/22', '198.51.100.8/30')]));
      return;
  }
}

/** The rival acts on just what a call of ours is about, before it arrives. */
export function meddle(
  act: Act,
  world: World,
  on: { readonly group: string | null; readonly rules: readonly string[] },
): void {
  const who = callers.rival;
  if (act.verb === 'list' || on.group === null) {
    editList(world, act, who);
    return;
  }
  const group = world.model.state.groups.get(on.group);
  const rule = group?.rules.find(({ id }) => on.rules.includes(id));
  const GroupId = on.group;
  const say = `act ${act.n}`;
  if (rule === undefined) {
    // What we are about to put back, they put back first.
    const gone = [...world.calls].reverse().flatMap(({ before }) => before.groups.get(GroupId)?.rules ?? []);
    const back = gone.find((each) => each.direction === 'ingress' && !group?.rules.some((now) => now.id === each.id));
    if (back !== undefined)
      world.ask(act.actor, who, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [permissionOf(back, say)] });
    return;
  }
  if (act.verb === 'raze') return void world.ask(act.actor, who, 'DeleteSecurityGroup', { GroupId });
  if (act.verb === 'twist')
    return void modify(world, act, who, GroupId, rule, { ...rule, ...tupleOf('tcp/8080', '10.1.0.0/16') });
  world.ask(act.actor, who, 'RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [rule.id] });
  if (act.verb === 'twin' || act.verb === 'same')
    world.ask(act.actor, who, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [permissionOf(rule, say)] });
}

function modify(
  world: World,
  act: Act,
  who: (typeof callers)[keyof typeof callers],
  GroupId: string,
  rule: HeldRule,
  next: Tuple,
) {
  const fits = next.peer.kind === rule.peer.kind ? next : { ...next, peer: rule.peer };
  const SecurityGroupRules = [{ SecurityGroupRuleId: rule.id, SecurityGroupRule: rewriteOf(fits) }];
  return world.ask(act.actor, who, 'ModifySecurityGroupRules', { GroupId, SecurityGroupRules });
}

function editList(world: World, act: Act, who: (typeof callers)[keyof typeof callers]): void {
  const list = world.model.state.lists.get(world.estate.list);
  if (list === undefined) return;
  const Cidr = ['198.51.100.0/28', '198.51.100.0/29', '10.1.0.0/16', '203.0.113.0/28'][act.two % 4]!;
  const held = list.versions.at(-1)!.some(({ cidr }) => cidr === Cidr);
  const edit = held ? { RemoveEntries: [{ Cidr }] } : { AddEntries: [{ Cidr }] };
  const request = { PrefixListId: list.id, CurrentVersion: list.versions.length, ...edit };
  world.ask(act.actor, who, 'ModifyManagedPrefixList', request);
}

/** One of the groups that are there; rivals take away only what we act on, which the last is not. */
function groupOf(world: World, one: number): HeldGroup {
  const { web, data, old, dev } = world.estate.groups;
  const id = [web, data, old, web, data, dev][one % 6]!;
  const { groups } = world.model.state;
  return [id, web, data, old, dev].flatMap((each) => groups.get(each) ?? [])[0]!;
}
