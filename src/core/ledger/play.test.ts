import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory, type Made } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';
import { evidenceOf } from '../../flow/load.ts';
import type { GroupCreated, RulesChange } from '../change/change.ts';
import type { Evidence } from './evidence.ts';
import { play } from './play.ts';
import { type FoldedGroup, type StandingRule, tupleKey } from './standing.ts';

async function historiesOf(records: World['records']): Promise<readonly (readonly Evidence[])[]> {
  const { spill } = await spillOf(records);
  const groups = [...spill.subjects('group')].map((subject) => evidenceOf(spill.changesOf(subject), null, subject));
  spill.close();
  return groups;
}

const recordsOf = (made: readonly Made[]) => made.map((each) => each.record);
const contents = (rules: Iterable<StandingRule>) => [...rules].map((each) => tupleKey(each) ?? each.key).sort();

test('undoing what every step did, last first, leads back to where it began', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2026], bursts: false }), async (made) => {
      for (const evidence of await historiesOf(recordsOf(made))) {
        const steps: {
          readonly before: readonly string[];
          readonly added: readonly string[];
          readonly removed: readonly string[];
        }[] = [];
        let now: readonly StandingRule[] = [];
        const last = play(evidence, ({ delta, state, evidence: each }) => {
          if (each.kind === 'change' && each.change.record.result !== 'applied') return;
          const added = contents(delta.added);
          // What perhaps stood gives way to what surely stands, and says the same.
          const gaveWay = contents(now.filter(({ sure }) => !sure)).filter((key) => added.includes(key));
          steps.push({ before: contents(now), added, removed: [...contents(delta.removed), ...gaveWay] });
          now = [...state.rules.values()];
        });
        let back = new Set(contents(last.rules.values()));
        for (const { before, added, removed } of steps.toReversed()) {
          back = new Set([...[...back].filter((key) => !added.includes(key)), ...removed]);
          expect(back).toEqual(new Set(before));
        }
      }
    }),
    { numRuns: 80, seed: 20_260_131 },
  );
});

test('R99: evidence in any order, any number of times, leads to the same state', async () => {
  const seen = (state: FoldedGroup) => [
    state.exists,
    state.name,
    state.vpc,
    state.tags,
    contents(state.rules.values()),
  ];
  await fc.assert(
    fc.asyncProperty(
      anyHistory({ eras: [2014, 2021, 2026] }),
      fc.array(fc.nat(999), { minLength: 9, maxLength: 9 }),
      async (made, keys) => {
        for (const evidence of await historiesOf(recordsOf(made))) {
          const mixed = [...evidence, ...evidence.slice(0, 3)].map((each, at) => ({ each, key: keys[at % 9]! ^ at }));
          const other = mixed.sort((a, b) => a.key - b.key).map(({ each }) => each);
          expect(seen(play(other, () => {}))).toEqual(seen(play(evidence, () => {})));
        }
      },
    ),
    { numRuns: 60, seed: 20_260_131 },
  );
});

test('a rule knows the change that made it and the change that gave it its present content', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '10.0.0.0/8');
  world.as('mallory');
  web.rewrites(id!, 'tcp', 22, '0.0.0.0/0');
  const [evidence] = await historiesOf(world.records);
  const standing = play(evidence!, () => {}).rules.get(id!)!;
  expect(standing.born?.record.actor.person).toBe('alice');
  expect(standing.since?.record.actor.person).toBe('mallory');
});

test('a rule that is revoked although nothing opened it stood from the start', async () => {
  const world = new World();
  const web = world.olderGroup('web', rule('tcp', 22, '0.0.0.0/0'));
  web.opens('tcp', 443, '0.0.0.0/0');
  web.closes('tcp', 22, '0.0.0.0/0');
  const [evidence] = await historiesOf(world.records);
  const states: string[][] = [];
  play(evidence!, ({ state }) => states.push(contents(state.rules.values())));
  expect(states).toEqual([
    ['ingress tcp 22-22 0.0.0.0/0', 'ingress tcp 443-443 0.0.0.0/0'],
    ['ingress tcp 443-443 0.0.0.0/0'],
  ]);
});

test('a revoke that Terraform was refused proves that a new group never had open IPv6 egress', async () => {
  const world = new World();
  const web = world.group('web');
  web.closes('-1', null, '::/0', 'egress');
  const [evidence] = await historiesOf(world.records);
  const sure: string[][] = [];
  play(evidence!, ({ state }) =>
    sure.push([...state.rules.values()].map((each) => `${each.peer!.value} ${each.sure}`)),
  );
  expect(sure).toEqual([['0.0.0.0/0 true'], ['0.0.0.0/0 true']]);
});

test('a revoke that EC2 accepted proves that a new group had open IPv6 egress', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 443, '2001:db8::/32', 'egress');
  const [evidence] = await historiesOf(world.records);
  const [made] = evidence!;
  const revoked = structuredClone(made!) as Extract<Evidence, { kind: 'change' }>;
  const { maybe, record, on, ordinal, origin } = revoked.change as GroupCreated;
  const rules = maybe.map((rule) => ({ op: 'remove' as const, ...rule }));
  const change: RulesChange = { kind: 'rules-removed', record, on, ordinal, origin, rules };
  const later: Evidence = { kind: 'change', id: 'chg_later', at: revoked.at + 60_000, change };
  const sure: string[] = [];
  play([...evidence!, later], ({ state }) => {
    const open = [...state.rules.values()].find((rule) => rule.peer!.value === '::/0');
    sure.push(open === undefined ? 'none' : String(open.sure));
  });
  expect(sure).toEqual(['true', 'true', 'none']);
});

test('a record that CloudTrail cut so that it names no rule makes everything of its group doubtful', async () => {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 22, '10.0.0.0/8');
  world.call('RevokeSecurityGroupIngress', { request: { groupId: web.id }, response: { _return: true } });
  const [evidence] = await historiesOf(world.records);
  const state = play(evidence!, () => {});
  expect([...state.rules.values()].every((each) => !each.sure)).toBe(true);
  // It took one of them, and brought none.
  expect(state.anchored).toBe(true);
  world.call('AuthorizeSecurityGroupIngress', { request: { groupId: web.id }, response: { _return: true } });
  const [more] = await historiesOf(world.records);
  expect(play(more!, () => {}).anchored).toBe(false);
});

test('a rule that is taken by its id stood until then, whatever a record before that does not tell', async () => {
  const world = new World();
  const web = world.group('web');
  const [ssh] = web.opens('tcp', 22, '10.0.0.0/8');
  web.opens('tcp', 443, '10.0.0.0/8');
  world.call('RevokeSecurityGroupIngress', { request: { groupId: web.id }, response: { _return: true } });
  web.closesById('ingress', ssh!);
  const [evidence] = await historiesOf(world.records);
  const removed: unknown[] = [];
  play(evidence!, ({ delta }) => void removed.push(...delta.removed.map(({ id, sure }) => [id, sure])));
  expect(removed).toEqual([[ssh, true]]);
});

test('two rewrites of one rule in one second leave open which came last', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '10.0.0.0/8');
  world.pace = 0;
  web.rewrites(id!, 'tcp', 22, '0.0.0.0/0');
  web.rewrites(id!, 'tcp', 22, '203.0.113.0/24');
  const [evidence] = await historiesOf(world.records);
  const standing = play(evidence!, () => {}).rules.get(id!)!;
  expect(standing.sure).toBe(false);
  expect([standing, ...standing.or!].map((each) => each.peer!.value).sort()).toEqual(['0.0.0.0/0', '203.0.113.0/24']);
});

test('an id that was never told, in a group made on record, is that of the only rule that has none', async () => {
  const world = new World();
  world.era = 2021;
  const web = world.group('web');
  web.closes('-1', null, '::/0', 'egress');
  web.closesById('egress', 'sgr-00000000000000001');
  const [evidence] = await historiesOf(world.records);
  const last = play(evidence!, () => {});
  expect(contents(last.rules.values())).toEqual([]);
});
