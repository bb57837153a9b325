import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyHistory, type Kind, type Made } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { reachIn, worldAt, wrongBounds, wrongEffect } from '../../../test/builders/truth.ts';
import { indexGroups } from '../../flow/group-index.ts';
import { type History, historyOf, tracesOf } from '../../flow/history.ts';
import { covers, equals, intersect, isEmpty, meets, unionOf } from '../reach/algebra.ts';
import { boxOf, places } from '../reach/places.ts';
import { blameOf } from './blame.ts';
import { collapse } from './collapse.ts';
import { differenceOf } from './difference.ts';
import { openingsOf } from './openings.ts';
import { type Cut, momentsOf } from './timeline.ts';
import type { Trace } from './trace.ts';

const runs = { numRuns: Number(process.env.RUNS ?? 60) };

/** The histories of all groups that records speak of, with a look at the end of them where asked. */
async function historiesOf(made: readonly Made[], withLook = false): Promise<ReadonlyMap<string, History>> {
  const { spill } = await spillOf(made.map((each) => each.record));
  const end = made.at(-1)!.at;
  const snapshot = withLook ? snapshotOf(worldAt(made, end, 'after')!, end + 60_000, true) : null;
  const found = new Map(indexGroups(spill, snapshot).map((group) => [group.key, historyOf(spill, snapshot, group)]));
  spill.close();
  return found;
}

function eachGroup(
  title: string,
  kind: Kind,
  judge: (group: string, history: History, made: readonly Made[], at: number) => void,
): void {
  it(title, async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory(kind), fc.nat(1000), fc.boolean(), async (made, pick, look) => {
        const { at } = made[pick % made.length]!;
        for (const [group, history] of await historiesOf(made, look)) judge(group, history, made, at);
      }),
      runs,
    );
  });
}

const kind: Kind = { eras: [2021, 2026], lists: true };
const momentAt = ({ evidence, lists }: History, cut: Cut) => momentsOf(evidence, lists, [cut])[0]!;

describe('a group at a moment', () => {
  eachGroup('R105: its reach at any time holds what EC2 permitted then', kind, (group, history, made, at) => {
    const { bounds } = momentAt(history, { kind: 'at', at });
    expect(wrongBounds(bounds, reachIn(worldAt(made, at, 'after'), group))).toBeNull();
  });

  eachGroup('after the last change is at the end, before the first is at the start', kind, (_group, history) => {
    const ids = tracesOf(history).map((trace) => trace.id);
    const [first, last] = [ids[0], ids.at(-1)];
    if (first === undefined || last === undefined || /observed/.test(first + last)) return;
    expect(momentAt(history, { kind: 'before', id: first })).toEqual(momentAt(history, { kind: 'start' }));
    expect(momentAt(history, { kind: 'after', id: last })).toEqual(momentAt(history, { kind: 'end' }));
    expect(momentsOf(history.evidence, history.lists, [{ kind: 'after', id: 'chg_none' }])).toEqual([null]);
  });

  eachGroup('the moments around every change are those that its trace tells', kind, (_group, history) => {
    const traces = tracesOf(history).filter((trace) => trace.id.startsWith('chg_'));
    const cuts = traces.flatMap(({ id }): Cut[] => [
      { kind: 'before', id },
      { kind: 'after', id },
    ]);
    const moments = momentsOf(history.evidence, history.lists, cuts);
    for (const [at, trace] of traces.entries()) {
      expect(equals(moments[2 * at]!.bounds.certain, trace.before.certain)).toBe(true);
      expect(equals(moments[2 * at + 1]!.bounds.certain, trace.after.certain)).toBe(true);
    }
  });

  eachGroup(
    'R105: every standing rule has somebody behind it, or is older than the records',
    kind,
    (_group, history) => {
      const moment = momentAt(history, { kind: 'end' });
      const blamed = blameOf(moment, history.lists);
      expect(blamed.map((each) => each.rule)).toEqual(moment.rules);
      for (const { since } of blamed) if (since !== null) expect(history.idOf(since)).toMatch(/^chg_/);
    },
  );
});

describe('the difference between two moments', () => {
  eachGroup('R105: holds what really became reachable and unreachable in between', kind, (group, history, made, at) => {
    const [from, to] = momentsOf(history.evidence, history.lists, [{ kind: 'at', at }, { kind: 'end' }]);
    const worlds = [worldAt(made, at, 'after'), worldAt(made, made.at(-1)!.at, 'after')] as const;
    const { effect } = differenceOf(from!, to!, tracesOf(history));
    const between = [from!.bounds, to!.bounds] as const;
    expect(wrongEffect(effect, [reachIn(worlds[0], group), reachIn(worlds[1], group)], [...between])).toBeNull();
  });

  eachGroup('there is none between a moment and itself', kind, (_group, history, _made, at) => {
    const moment = momentAt(history, { kind: 'at', at });
    const found = differenceOf(moment, moment, tracesOf(history));
    expect([found.added, found.removed, found.tags]).toEqual([[], [], { set: {}, removed: [] }]);
    expect([isEmpty(found.effect.gained.atMost), isEmpty(found.effect.lost.atMost)]).toEqual([true, true]);
  });
});

describe('what stands open, by when it was opened', () => {
  const box = boxOf('ingress', places.anywhere);

  eachGroup('R16: the parts are disjoint, and together all that certainly stands open', kind, (_group, history) => {
    const traces = tracesOf(history);
    const parts = openingsOf(traces, box);
    const standing = intersect(traces.at(-1)?.after.certain ?? boxOf('ingress', places.loopback, []), box);
    expect(equals(unionOf(parts.map((part) => part.reach)), standing)).toBe(true);
    for (const [at, part] of parts.entries()) {
      for (const other of parts.slice(at + 1)) expect(meets(part.reach, other.reach)).toBe(false);
    }
  });

  eachGroup('R16: each part was opened by its act and stood open after every later one', kind, (_group, history) => {
    const traces = tracesOf(history);
    const moved = (act: readonly Trace[]) => !equals(act[0]!.before.certain, act.at(-1)!.after.certain);
    const acts = collapse(traces).filter(moved);
    for (const { reach, since } of openingsOf(traces, box)) {
      const place = since === null ? -1 : acts.findIndex((act) => act[0]!.id === since[0]!.id);
      for (const act of acts.slice(Math.max(place, 0))) expect(covers(act.at(-1)!.after.certain, reach)).toBe(true);
      if (since !== null) expect(meets(since[0]!.before.certain, reach)).toBe(false);
    }
  });
});
