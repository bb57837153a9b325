import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { worldAt } from '../../../test/builders/truth.ts';
import { evidenceOf } from '../../flow/load.ts';
import type { Evidence } from './evidence.ts';
import { play } from './play.ts';
import type { RuleWrite, StandingRule } from './standing.ts';

/** What stands after each write, by doing them all again. */
function rulesAfter(written: readonly RuleWrite[]): readonly StandingRule[] {
  const rules = new Map<string, StandingRule>();
  for (const each of written) {
    if (typeof each === 'string') rules.delete(each);
    else rules.set(each.key, each);
  }
  return [...rules.values()];
}

const times = fc.array(fc.nat(1000), { maxLength: 4 });

test('R105: the writes kept while a history is played lead to the rules of every step, looks among them', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2021, 2026] }), times, async (made, places) => {
      const { spill } = await spillOf(made.map((each) => each.record));
      const looks = new Set(places.map((each) => made[each % made.length]!.at));
      for (const subject of spill.subjects('group')) {
        const seen = [...looks].map((at): Evidence => {
          const { groups } = snapshotOf(worldAt(made, at, 'after')!, at);
          return { kind: 'observed', at, group: groups.find(({ id }) => id === subject) ?? null };
        });
        const written: RuleWrite[] = [];
        play(
          [...evidenceOf(spill.changesOf(subject), null, subject), ...seen],
          ({ state }) => {
            expect(rulesAfter(written)).toEqual([...state.rules.values()]);
            expect(state.writes).toBe(written.length);
          },
          () => {},
          written,
        );
      }
      spill.close();
    }),
    { numRuns: Number(process.env.RUNS ?? 60), seed: 20_260_131 },
  );
});

test('a look that shows just what stands writes nothing, and one that shows a rule less takes that one away', async () => {
  const [made] = fc.sample(anyHistory({ eras: [2026], bursts: false }), { numRuns: 1, seed: 7 }) as [
    Parameters<typeof worldAt>[0],
  ];
  const last = made.at(-1)!.at;
  const [group] = snapshotOf(worldAt(made, last, 'after')!, last).groups.filter(({ rules }) => rules.length > 1);
  const look = (at: number, rules = group!.rules): Evidence => ({
    kind: 'observed',
    at,
    group: { ...group!, rules },
  });
  const writes: number[] = [];
  const evidence = [look(last), look(last + 600_000), look(last + 1_200_000, group!.rules.slice(1))];
  const { rules } = play(evidence, ({ state }) => void writes.push(state.writes));
  expect(writes[1]).toBe(writes[0]);
  expect(writes[2]).toBeGreaterThan(writes[1]!);
  expect([...rules.keys()]).toEqual(group!.rules.slice(1).map(({ id }) => id));
});
