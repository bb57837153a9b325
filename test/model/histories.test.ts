import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Era } from '../../src/aws/model/record/era.ts';
import type { Ec2State, HeldGroup, HeldRule } from '../../src/aws/model/state.ts';
import type { StandingRule } from '../../src/core/ledger/standing.ts';
import type { Moment } from '../../src/core/ledger/timeline.ts';
import { ask, emptyWorld, type World } from '../builders/ec2.ts';
import { anyCalls, lineOf, type MadeCall, threeVpcs } from './any-calls.ts';
import { type Names, naiveCall } from './naive-call.ts';
import { toldGroups } from './told-groups.ts';

const runs = { numRuns: Number(process.env.RUNS ?? 120), seed: 20_260_131 };

describe('what the model’s records tell is what the model holds', () => {
  for (const era of [2026, 2024, 2021, 2019] as const satisfies readonly Era[]) {
    test(`R99 BM-10: in any order and with copies, as records were in ${era}`, async () => {
      const chances = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
      await fc.assert(
        fc.asyncProperty(anyCalls(era, false), chances, async (made, chance) => {
          const luck = () => chance.next().value;
          const copies = made.flatMap(({ asked: { record } }) => (luck() < 0.2 ? [record, record] : [record]));
          const shuffled = copies
            .map((record) => ({ record, place: luck() }))
            .sort((one, other) => one.place - other.place)
            .map(({ record }) => record);
          expect(wrong(made, await toldGroups(shuffled), era)).toEqual([]);
        }),
        runs,
      );
    });
  }
});

/** Where the product knows a group otherwise than the model holds it. */
function wrong(made: readonly MadeCall[], told: ReadonlyMap<string, Moment>, era: Era): readonly unknown[] {
  const held = made.at(-1)!.asked.state.groups;
  const born = new Set(threeVpcs().groups.keys());
  const missing = [...held.keys()].filter((id) => !born.has(id) && !told.has(id));
  const found = [...told]
    .filter(([id]) => !born.has(id))
    .flatMap(([id, moment]) => {
      const group = held.get(id);
      if (group === undefined) return moment.exists === 'yes' ? [[id, 'stands no more']] : [];
      const same = moment.exists === 'yes' && moment.name === group.name && moment.vpc === group.vpc;
      const tags = JSON.stringify(moment.tags) === JSON.stringify(group.tags);
      return [...(same && tags ? [] : [[id, moment]]), ...wrongRules(moment, group, era)];
    });
  return [...missing, ...found];
}

/**
 * A rule that a group is born with has an id that no record tells: a Modify of it may have been of another, and so a
 * revoke by id while that told no content (2021 to 2026). About ingress there is else no doubt. Whether a VPC has IPv6 no
 * record tells either.
 */
function wrongRules(moment: Moment, group: HeldGroup, era: Era): readonly unknown[] {
  const line = (rule: StandingRule | HeldRule) =>
    `${era >= 2021 && rule.direction === 'ingress' ? rule.id : ''} ${lineOf(rule as HeldRule)}`;
  const isMaybe = (text: string) => text.endsWith('egress -1 * ::/0');
  const truth = new Set(group.rules.map(line));
  const sure = moment.rules.filter((rule) => rule.sure).map(line);
  const possible = new Set(moment.rules.map(line));
  const exact = era === 2026 || era === 2019;
  return [
    ...sure.filter((each) => !truth.has(each) && !isMaybe(each)).map((each) => [group.id, 'never stood', each]),
    ...[...truth]
      .filter((each) => !possible.has(each) && !isMaybe(each))
      .map((each) => [group.id, 'is not told', each]),
    ...(exact ? [...truth].filter((each) => !sure.includes(each) && each.includes(' ingress ')) : []),
  ];
}

describe('another simulator of EC2, written by another mind, does the same', () => {
  /** What the model refuses and the other grants, each by a sentence of AWS. */
  const decided: Readonly<Record<string, string>> = {
    'DeleteSecurityGroup DependencyViolation': '"is referenced by another security group … the operation fails"',
    'ModifySecurityGroupRules InvalidParameterValue': 'a rule keeps the type of its source',
    'AuthorizeSecurityGroupIngress RulesPerSecurityGroupLimitExceeded': '"60 inbound rules": VPC user guide, quotas',
    'AuthorizeSecurityGroupEgress RulesPerSecurityGroupLimitExceeded': '"60 outbound rules": VPC user guide, quotas',
    'ModifyManagedPrefixList PrefixListVersionMismatch': '"CurrentVersion: the current version of the prefix list"',
    'RestoreManagedPrefixListVersion PrefixListVersionMismatch': 'likewise',
    'ModifyManagedPrefixList PrefixListMaxEntriesExceeded': '"MaxEntries: the maximum number of entries"',
  };

  /** What both must have refused at least once. */
  const refusedByBoth = [
    'CreateSecurityGroup InvalidGroup.Duplicate',
    'AuthorizeSecurityGroupIngress InvalidPermission.Duplicate',
    'ModifySecurityGroupRules InvalidPermission.Duplicate',
    'RevokeSecurityGroupIngress InvalidPermission.NotFound',
    'RevokeSecurityGroupEgress InvalidPermission.NotFound',
    'RevokeSecurityGroupIngress InvalidSecurityGroupRuleId.NotFound',
  ];

  test('the same calls succeed, the same fail with the same code, and the same groups and lists stand', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyCalls(2026, true), (made) => {
        let world: World = emptyWorld;
        const names: Names = { groups: new Map(), rules: new Map(), lists: new Map() };
        for (const each of made) {
          const { answer, state } = each.asked;
          const said = answer.kind === 'refused' ? `Client.${answer.code}` : null;
          const outcome = `${each.call.action} ${answer.kind === 'refused' ? answer.code : 'granted'}`;
          seen.add(outcome);
          if (Object.hasOwn(decided, outcome)) continue;
          const naive = naiveCall(each, names);
          if (naive === null) continue;
          const other = ask(world, naive.call);
          world = other.world;
          expect([outcome, other.error]).toEqual([outcome, said]);
          if (said === null) naive.learn(other);
          expect(otherLines(world, names)).toEqual(ownLines(state));
        }
      }),
      runs,
    );
    const rare = 'AuthorizeSecurityGroupEgress RulesPerSecurityGroupLimitExceeded';
    const wanted = [...Object.keys(decided), ...refusedByBoth].filter((outcome) => outcome !== rare);
    expect(wanted.filter((outcome) => !seen.has(outcome))).toEqual([]);
  });
});

/** All groups and lists in lines, under the model's ids. */
function ownLines({ groups, lists }: Ec2State): readonly string[] {
  const born = new Set(threeVpcs().groups.keys());
  const rules = [...groups.values()]
    .filter(({ id }) => !born.has(id))
    .flatMap((group) => group.rules.map((rule) => `${group.id} ${rule.id} ${lineOf(rule)}`));
  const entries = [...lists.values()].map(({ id, versions }) => `${id} ${versions.at(-1)!.map(({ cidr }) => cidr)}`);
  return [...rules, ...entries].sort();
}

function otherLines({ groups, lists }: World, names: Names): readonly string[] {
  const own = new Map([...names.groups, ...names.rules, ...names.lists].map(([ours, other]) => [other, ours]));
  const rules = [...groups.values()].flatMap((group) =>
    group.rules.map((rule) => {
      const value = own.get(rule.peer.value) ?? rule.peer.value;
      return `${own.get(group.id)} ${own.get(rule.id)} ${lineOf({ ...rule, peer: { ...rule.peer, value } })}`;
    }),
  );
  return [...rules, ...[...lists.values()].map(({ id, versions }) => `${own.get(id)} ${versions.at(-1)}`)].sort();
}
