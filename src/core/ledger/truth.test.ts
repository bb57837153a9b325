import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory, type Kind, type Made } from '../../../test/builders/any-history.ts';
import { foldGroups } from '../../../test/builders/fold-groups.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { isExactIngress, reachIn, worldAt, wrongBounds, wrongEffect } from '../../../test/builders/truth.ts';
import { writeInstant } from '../leaf/instant.ts';
import { netOf } from './net.ts';
import type { Trace } from './trace.ts';

interface Telling {
  /** First call of the first second whose records are given. */
  readonly unseen?: number;
  /** Call after which somebody looked. */
  readonly look?: number;
  /** The look shows rule ids. */
  readonly ids?: boolean;
  /** The look shows what stood up to half a minute earlier: reads of EC2 may be that old. */
  readonly stale?: boolean;
  /** There must be no doubt about ingress. */
  readonly exact?: boolean;
}

/** Walks all groups second by second and gathers where what is told of them is not the truth. */
async function findWrong(made: readonly Made[], how: Telling): Promise<readonly string[]> {
  const from = made[how.unseen ?? 0]!.at;
  const given = made.filter((each) => each.at >= from);
  const looked = how.look === undefined ? undefined : given[how.look % given.length];
  const shown = how.stale ? made.find((each) => each.at > looked!.at - 30_000) : looked;
  const snapshot = looked === undefined ? null : snapshotOf(worldAt(made, shown!.at, 'after')!, looked.at, how.ids);
  const { spill } = await spillOf(given.map((each) => each.record));
  const found: string[] = [];
  for (const [group, traces] of foldGroups(spill, snapshot)) {
    const say = (at: number, wrong: string | null) =>
      wrong === null || found.push(`${writeInstant(at)} ${group}: ${wrong}`);
    for (const second of Map.groupBy(traces, (each) => each.at).values()) {
      const [first, last] = [second[0]!, second.at(-1)!] as [Trace, Trace];
      const [before, after] = [worldAt(made, first.at, 'before'), worldAt(made, first.at, 'after')];
      say(first.at, wrongBounds(first.before, reachIn(before, group)));
      say(first.at, wrongBounds(last.after, reachIn(after, group)));
      if (how.exact && !isExactIngress(last.after, reachIn(after, group))) say(first.at, 'the bounds are not exact');
      // Of a group older than the records nobody knows which of its rules name the list.
      const byList = how.unseen !== undefined && made.some((each) => each.at === first.at && /list/.test(each.call.do));
      if (last.change !== null && !byList)
        say(
          first.at,
          wrongEffect(
            netOf(second).effect,
            [reachIn(before, group), reachIn(after, group)],
            [first.before, last.after],
          ),
        );
    }
  }
  spill.close();
  return found;
}

function law(title: string, kind: Kind, how: (made: readonly Made[], a: number, b: number) => Telling) {
  test(title, async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(kind), fc.nat(1000), fc.nat(1000), async (made, a, b) => {
        expect(await findWrong(made, how(made, a, b))).toEqual([]);
      }),
      { numRuns: Number(process.env.RUNS ?? 120), seed: 20_260_131 },
    );
  });
}

law('R99: edits of prefix lists move the groups that name them', { eras: [2026], lists: true }, () => ({}));
law(
  'R16: prefix lists older than the records are never known too well',
  { eras: [2021, 2026], lists: true },
  (made, a) => ({
    unseen: a % made.length,
  }),
);
law(
  'R16: a snapshot of prefix lists tells the time before and after it',
  { eras: [2026], lists: true },
  (made, a, b) => ({
    unseen: a % made.length,
    look: b,
  }),
);

law('R16: a snapshot may be half a minute older than it says', { eras: [2026] }, (_made, _a, b) => ({
  look: b,
  stale: true,
}));

const eras = [
  ['in 2026, when every record tells ids', [2026]],
  ['in 2021, when a revoke by id tells no content', [2021]],
  ['in 2014, when no record tells an id', [2014]],
  ['in records of all ages', [2014, 2021, 2026]],
] as const;

for (const [when, age] of eras) {
  const kind = { eras: age };
  law(`R99: groups made in the records stand as EC2 has them at every moment, ${when}`, kind, () => ({}));
  if (age.length === 1)
    law(`R99: there is no doubt about their ingress, ${when}`, { ...kind, bursts: false }, () => ({ exact: true }));
  law(`R16: of groups older than the records never more is certain than is so, ${when}`, kind, (made, a) => ({
    unseen: a % made.length,
  }));
  law(`R16: a snapshot at any moment tells the time before and after it, ${when}`, kind, (made, a, b) => ({
    unseen: a % made.length,
    look: b,
  }));
  law(`R16: a snapshot without rule ids does so too, ${when}`, kind, (made, a, b) => ({
    unseen: a % made.length,
    look: b,
    ids: false,
  }));
}
