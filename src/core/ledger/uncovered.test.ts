import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { World } from '../../../test/builders/world.ts';
import { indexGroups } from '../../flow/group-index.ts';
import { historyOf, tracesOf } from '../../flow/history.ts';
import { covers, intersect, isEmpty, meets, minus, unionOf } from '../reach/algebra.ts';
import { writeRows } from '../reach/rows.ts';
import { collapse } from './collapse.ts';
import { momentFinder } from './moment-finder.ts';
import { netOf } from './net.ts';
import { reachOfRules } from './rule-reach.ts';
import type { Trace } from './trace.ts';
import { uncoveredTraces } from './uncovered.ts';

const anywhere = '0.0.0.0/0';
const half = '0.0.0.0/1';
const day = 86_400;
const runs = { numRuns: Number(process.env.RUNS ?? 60) };

async function historiesOf(records: World['records']) {
  const { spill } = await spillOf(records);
  const found = indexGroups(spill, null).map((group) => {
    const { evidence, lists, ...rest } = historyOf(spill, null, group);
    return { traces: tracesOf({ evidence, lists, ...rest }), momentAt: momentFinder(evidence, lists), lists };
  });
  spill.close();
  return found;
}

/** What is uncovered in the one group of a world: what each change is taken to have opened. */
async function uncoveredIn(world: World, gone: readonly string[] = [], adopted: number | null = null) {
  const [history] = await historiesOf(world.records);
  const told = [...uncoveredTraces({ ...history!, gone: new Set(gone), adopted }).values()];
  return told.map(({ effect }: Trace) => writeRows(effect.gained.atMost).map((row) => `${row.services} ${row.peers}`));
}

describe('a rule that was added under cover of another', () => {
  it('opens what it permits once the other is gone, and nothing while it stands', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, anywhere);
    web.opens('tcp', 22, half);
    expect(await uncoveredIn(world)).toEqual([]);
    web.closes('tcp', 22, anywhere);
    expect(await uncoveredIn(world)).toEqual([[`tcp/22 ${half}`]]);
  });

  it('opens it as soon as the other is known to be gone, whatever its record', async () => {
    const world = new World();
    const web = world.group('web');
    const [wide] = web.opens('tcp', 22, anywhere) as unknown as readonly string[];
    web.opens('tcp', 22, half);
    expect(await uncoveredIn(world, [wide!])).toEqual([[`tcp/22 ${half}`]]);
  });

  it('opens nothing once it is gone, too, nor while a third one permits the same that stood before it', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, half);
    web.opens('tcp', 22, anywhere);
    web.opens('tcp', [22, 23], half);
    web.closes('tcp', 22, anywhere);
    expect(await uncoveredIn(world)).toEqual([]);
    web.opens('tcp', 22, anywhere);
    web.opens('tcp', 22, '0.0.0.0/2');
    web.closes('tcp', 22, '0.0.0.0/2');
    web.closes('tcp', 22, anywhere);
    expect(await uncoveredIn(world)).toEqual([]);
  });

  it('is told of what was hidden only, not of what it was judged by when it came', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, anywhere);
    web.opens('tcp', [22, 80], half);
    web.closes('tcp', 22, anywhere);
    expect(await uncoveredIn(world)).toEqual([[`tcp/22 ${half}`]]);
  });

  it('opened nothing where the same hand put it in the place of what had stood for a day, in one go', async () => {
    for (const days of [1, 0]) {
      const world = new World();
      const web = world.group('web');
      web.opens('tcp', 22, anywhere);
      world.as('bob').wait(days * day + 3600);
      web.opens('tcp', 22, half);
      web.closes('tcp', 22, anywhere);
      expect(await uncoveredIn(world)).toEqual(days === 1 ? [] : [[`tcp/22 ${half}`]]);
    }
  });
});

describe('a rule that was made narrower', () => {
  it.each(['alice', 'bob'])(
    'R92: opens what it says then where it had been opened lately, by whom does not matter (%s)',
    async (who) => {
      const world = new World();
      const web = world.group('web');
      const [id] = web.opens('tcp', 22, anywhere) as unknown as readonly string[];
      world.as(who);
      web.rewrites(id!, 'tcp', 22, half);
      expect(await uncoveredIn(world)).toEqual([[`tcp/22 ${half}`]]);
    },
  );

  it('opens nothing where it had stood for a day', async () => {
    const world = new World();
    const web = world.group('web');
    const [id] = web.opens('tcp', 22, anywhere) as unknown as readonly string[];
    world.wait(day + 3600);
    web.rewrites(id!, 'tcp', 22, half);
    expect(await uncoveredIn(world)).toEqual([]);
  });
});

describe('a rule that is put back by who has just taken it away', () => {
  /** Opened by one, and replaced by another in one go, so long after: by the same rule, unless told otherwise. */
  function replaced(seconds: number, by: readonly [number, string] = [22, anywhere]): World {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, anywhere);
    world.as('bob').wait(seconds);
    web.closes('tcp', 22, anywhere);
    web.opens('tcp', by[0], by[1]);
    return world;
  }

  it('is opened by who puts it back, though the net effect is nothing, where it had just come', async () => {
    expect(await uncoveredIn(replaced(10))).toEqual([[`tcp/22 ${anywhere}`]]);
    expect(await uncoveredIn(replaced(23 * 3600))).toEqual([[`tcp/22 ${anywhere}`]]);
    expect(await uncoveredIn(replaced(10, [22, half]))).toEqual([[`tcp/22 ${half}`]]);
  });

  it('is not, where it had stood for a day, or when it was taken stock of what stands', async () => {
    expect(await uncoveredIn(replaced(day + 1))).toEqual([]);
    const world = replaced(3600);
    expect(await uncoveredIn(world, [], Date.parse(String(world.records.at(-1)!.eventTime)) - 1800_000)).toEqual([]);
  });

  it('is not told a second time of what is new by net effect', async () => {
    expect(await uncoveredIn(replaced(10, [23, anywhere]))).toEqual([]);
  });

  it('is nothing where it went again, nor where somebody put his own back', async () => {
    const world = new World();
    const web = world.group('web');
    web.opens('tcp', 22, anywhere);
    web.closes('tcp', 22, anywhere);
    web.opens('tcp', 22, anywhere);
    expect(await uncoveredIn(world)).toEqual([]);
  });
});

describe('what is uncovered', () => {
  it('stands, was opened by the change, and nothing permits it that stood before and still does', async () => {
    let [met, back] = [0, 0];
    await fc.assert(
      fc.asyncProperty(anyHistory({ eras: [2021, 2026], lists: true, bursts: false }), async (made) => {
        for (const history of await historiesOf(made.map((each) => each.record))) {
          const { lists, momentAt, traces } = history;
          const end = momentAt({ kind: 'end' })!;
          for (const [id, { delta, effect, putBack }] of uncoveredTraces({ ...history, gone: new Set() })) {
            if (putBack) back += 1;
            else met += 1;
            const was = traces.find((each) => each.id === id)!;
            const reach = effect.gained.atMost;
            const own = reachOfRules(delta.added, lists, end.lists);
            expect(isEmpty(reach)).toBe(false);
            expect(covers(own, reach) && covers(end.bounds.certain, reach)).toBe(true);
            const act = collapse(traces).find((each) => each.includes(was))!;
            const taken = act.slice(0, act.indexOf(was)).flatMap((each) => each.delta.removed);
            const again = intersect(was.effect.gained.atMost, reach);
            expect(!isEmpty(again)).toBe(putBack);
            if (putBack) expect(taken.length > 0 && !meets(netOf(act).effect.gained.atMost, again)).toBe(true);
            const still = momentAt({ kind: 'before', id })!.rules.filter((rule) =>
              end.rules.some((other) => other.key === rule.key && other.since === rule.since),
            );
            const held = unionOf(still.filter(({ sure }) => sure).map((one) => reachOfRules([one], lists, end.lists)));
            expect(isEmpty(minus(reach, minus(reach, held)))).toBe(true);
          }
        }
      }),
      { ...runs, seed: 7 },
    );
    expect(Math.min(met, back)).toBeGreaterThan(0);
  });
});
