import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { indexGroups } from '../../flow/group-index.ts';
import { historyOf, tracesOf } from '../../flow/history.ts';
import { momentFinder } from './moment-finder.ts';
import { type Cut, momentsOf } from './timeline.ts';

const runs = { numRuns: Number(process.env.RUNS ?? 40) };

describe('the moments of one history', () => {
  it('R105: are the same asked for one after the other, in any order, as each by itself', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ eras: [2021, 2026], lists: true }), async (made) => {
        const { spill } = await spillOf(made.map((each) => each.record));
        for (const group of indexGroups(spill, null)) {
          const { evidence, lists, ...rest } = historyOf(spill, null, group);
          const ids = tracesOf({ evidence, lists, ...rest }).map(({ id }) => id);
          const sides = ids.flatMap((id): Cut[] => [
            { kind: 'after', id },
            { kind: 'before', id },
          ]);
          const times = made.map(({ at }): Cut => ({ kind: 'at', at }));
          const cuts: Cut[] = [{ kind: 'end' }, ...sides, { kind: 'start' }, ...times, { kind: 'after', id: 'chg_0' }];
          const momentAt = momentFinder(evidence, lists);
          for (const cut of cuts) expect(momentAt(cut)).toEqual(momentsOf(evidence, lists, [cut])[0]);
        }
        spill.close();
      }),
      runs,
    );
  });
});
