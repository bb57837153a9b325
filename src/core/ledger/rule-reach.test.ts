import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { evidenceOf } from '../../flow/load.ts';
import { play } from './play.ts';
import { boundsAfter, boundsOf } from './rule-reach.ts';
import { contentsOf, isComplete, tupleOf } from './standing.ts';

const [lists, now] = [new Map(), new Map()];

test('the reach of a group that is followed step by step is that of all its rules folded anew', async () => {
  let removals = 0;
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2014, 2021, 2026], bursts: true }), async (made) => {
      const { spill } = await spillOf(made.map((each) => each.record));
      for (const subject of spill.subjects('group')) {
        const evidence = evidenceOf(spill.changesOf(subject), null, subject);
        let before: ReturnType<typeof boundsOf> | null = null;
        play(
          evidence,
          ({ evidence: each, delta, state }) => {
            const anew = boundsOf(state, lists, now);
            const isApplied = each.kind === 'change' && each.change.record.result === 'applied';
            if (isApplied) expect(boundsAfter(before!, delta, state, lists, now)).toEqual(anew);
            if (isApplied && delta.removed.length > 0 && isComplete(state)) removals++;
            before = anew;
          },
          (state) => {
            before = boundsOf(state, lists, now);
          },
        );
      }
      spill.close();
    }),
    { numRuns: 60, seed: 20_260_131 },
  );
  expect(removals).toBeGreaterThan(50);
});

test('a group is complete exactly when all that any of its rules may hold is told', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2014, 2021, 2026], bursts: true }), async (made) => {
      const { spill } = await spillOf(made.map((each) => each.record));
      for (const subject of spill.subjects('group')) {
        play(evidenceOf(spill.changesOf(subject), null, subject), ({ state }) => {
          const told = [...state.rules.values()].flatMap(contentsOf).every((each) => tupleOf(each) !== null);
          expect(isComplete(state)).toBe(state.anchored && told);
        });
      }
      spill.close();
    }),
    { numRuns: 40, seed: 20_260_131 },
  );
});
