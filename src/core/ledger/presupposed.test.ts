import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory, type Made } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { worldAt } from '../../../test/builders/truth.ts';
import { evidenceOf } from '../../flow/load.ts';
import type { Delta } from './delta.ts';
import { arrange, type Evidence } from './evidence.ts';
import { fold } from './fold.ts';
import { play } from './play.ts';
import { presupposedBy, startOf } from './presupposed.ts';
import type { FoldedGroup } from './standing.ts';
import { frameOf } from './tape.ts';

/** What is shown of a group at a step, kept. */
function shown(state: FoldedGroup, evidence: Evidence | null, delta: Delta | null) {
  const did = delta === null ? null : { ...delta, added: [...delta.added], removed: [...delta.removed] };
  return { evidence, did, frame: frameOf(state), rules: [...state.rules] };
}

/** Every step of evidence folded once for what it presupposes, and once more from its first piece to its last. */
function foldedTwice(evidence: readonly Evidence[]) {
  const sorted = arrange(evidence);
  const presupposed = presupposedBy(sorted);
  const state = startOf(presupposed, null);
  const steps = [shown(state, null, null)];
  fold(sorted, state, { ...presupposed.hints, assume: () => {} }, (each, delta) => {
    steps.push(shown(state, each, delta));
    return false;
  });
  return steps;
}

function played(evidence: readonly Evidence[]) {
  const steps: ReturnType<typeof shown>[] = [];
  play(
    evidence,
    ({ evidence: each, delta, state }) => steps.push(shown(state, each, delta)),
    (state) => steps.push(shown(state, null, null)),
  );
  return steps;
}

/** Looks at all that there was, some of them late by up to half a minute, some without rule ids. */
function looksAt(made: readonly Made[], times: readonly Time[], group: string): readonly Evidence[] {
  return times.map(({ call, lag, ids, after }) => {
    const at = made[Math.floor((call * made.length) / 6)]!.at + after;
    const { groups } = snapshotOf(worldAt(made, at - lag, 'after') ?? made[0]!.world, at, ids);
    return { kind: 'observed', at, group: groups.find(({ id }) => id === group) ?? null };
  });
}

interface Time {
  readonly call: number;
  readonly lag: number;
  readonly ids: boolean;
  readonly after: number;
}

const lag = fc.constantFrom(0, 0, 0, 1000, 12_000, 29_000);
const after = fc.constantFrom(0, 700, 3000, 15_000, 40_000, 400_000);
const ids = fc.constantFrom(true, true, true, false);
const times = fc.array(fc.record({ call: fc.nat(5), lag, ids, after }), { maxLength: 8 });
const eras = [[2026], [2021], [2014, 2021, 2026]] as const;

for (const age of eras)
  test(`R105: a played history is, step by step, the same history folded twice from end to end, in records of ${age}`, async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ eras: age }), fc.nat(1000), times, async (made, unseen, looking) => {
        const from = made[unseen % made.length]!.at;
        const { spill } = await spillOf(made.filter(({ at }) => at >= from).map((each) => each.record));
        for (const subject of spill.subjects('group')) {
          const evidence = [...evidenceOf(spill.changesOf(subject), null, subject), ...looksAt(made, looking, subject)];
          expect(played(evidence)).toEqual(foldedTwice(evidence));
        }
        spill.close();
      }),
      { numRuns: Number(process.env.RUNS ?? 250), seed: 20_260_131 },
    );
  });
