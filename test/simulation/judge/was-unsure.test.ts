import { describe, expect, test } from 'vitest';
import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Read, Trial } from '../trial.ts';
import type { Shift } from './story.ts';
import { wasUnsure } from './was-unsure.ts';

const second = Date.parse('2026-03-02T09:05:13Z');

/** A call that had a rule say something else. */
function rewrites(n: number, at: number, rule = 'sgr-1', group = 'sg-1'): Shift {
  const each = { id: rule } as HeldRule;
  return { call: { n, at, eventId: `record-${n}` } as Shift['call'], group, came: [each], went: [each] };
}

/** A trial in which the record of call 17 was decided so. */
function decided(step: string, state: string, basis = 'bounds'): Trial {
  const response = { mode: 'enforce', steps: [{ do: step, state }] };
  return told({ basis, records: [{ eventId: 'record-17' }], response });
}

function told(decision: object, reads: readonly Partial<Read>[] = [], ...more: readonly object[]): Trial {
  const bodies = [{ kind: 'decided', decision: { id: 'chg_17', ...decision } }, ...more];
  const entries = bodies.map((body) => ({ header: {}, body: JSON.stringify(body) }));
  return { commits: [{ at: second, by: 'w1', entries, effects: {} }], reads } as unknown as Trial;
}

const lost = rewrites(17, second + 664);
const other = rewrites(18, second + 666);

describe('whether anybody could tell what a rule had said that was lost', () => {
  test('nobody can where another call of the same second rewrote it: the restore waits for people', () => {
    expect(wasUnsure(decided('restore', 'waiting'), [lost, other], lost)).toBe(true);
    expect(wasUnsure(decided('ask', 'waiting'), [lost], lost)).toBe(true);
  });

  test.each([
    { why: 'it was rewritten once', shifts: [lost] },
    { why: 'the other rewrite is of another second', shifts: [lost, rewrites(18, second + 1_001)] },
    { why: 'the other rewrite is of another rule', shifts: [lost, rewrites(18, second + 666, 'sgr-2')] },
    { why: 'the other rewrite is in another group', shifts: [lost, rewrites(18, second + 666, 'sgr-1', 'sg-2')] },
  ])('a restore that waits for people for nothing is not excused: $why', ({ shifts }) => {
    expect(wasUnsure(decided('restore', 'waiting'), shifts, lost)).toBe(false);
  });

  test('a restore that is planned, an exact decision and another record excuse nothing', () => {
    expect(wasUnsure(decided('restore', 'planned'), [lost, other], lost)).toBe(false);
    expect(wasUnsure(decided('restore', 'waiting', 'exact'), [lost, other], lost)).toBe(false);
    expect(wasUnsure(decided('restore', 'waiting'), [lost, other], other)).toBe(false);
  });

  test('nobody can where the record of the other rewrite came later, and the decision was revised for it', () => {
    const revised = (what: string, of = 'chg_17') => ({ kind: 'revised', of, verdict: { unknowns: [{ what }] } });
    const exact = { basis: 'exact', records: [{ eventId: 'record-17' }] };
    expect(wasUnsure(told(exact, [], revised('before')), [lost, other], lost)).toBe(true);
    expect(wasUnsure(told(exact, [], revised('before')), [lost], lost)).toBe(false);
    expect(wasUnsure(told(exact, [], revised('before', 'chg_18')), [lost, other], lost)).toBe(false);
    expect(wasUnsure(told(exact, [], revised('tags')), [lost, other], lost)).toBe(false);
  });

  test('nobody can where it was taken after two calls of one second had rewritten it, and the decision was revised', () => {
    const revised = { kind: 'revised', of: 'chg_17', verdict: { unknowns: [{ what: 'before' }] } };
    const taken = { ...lost, came: [] };
    const earlier = [rewrites(11, second - 8_600), rewrites(12, second - 8_500)];
    const trial = told({ basis: 'exact', records: [{ eventId: 'record-17' }] }, [], revised);
    expect(wasUnsure(trial, [...earlier, taken], taken)).toBe(true);
    expect(wasUnsure(trial, [earlier[0]!, taken], taken)).toBe(false);
    expect(wasUnsure(trial, [...earlier, rewrites(13, second - 3_000), taken], taken)).toBe(false);
    const long = [rewrites(11, second - 48_600), rewrites(12, second - 48_500)];
    const looked = (sent: number) => ({ ...trial, reads: [{ id: 'sg-1', sent } as Read] });
    expect(wasUnsure(looked(second - 20_000), [...long, taken], taken)).toBe(true);
    expect(wasUnsure(looked(second - 10_000), [...long, taken], taken)).toBe(false);
  });

  test('nobody can where it was rewritten before anybody ever looked, and that is told as unknown', () => {
    const looked = { kind: 'looked' } as Read['looked'];
    const failed = { kind: 'failed' } as Read['looked'];
    const judged = (checks: readonly object[], ...reads: readonly Partial<Read>[]) =>
      wasUnsure(
        told({ basis: 'unknown', records: [{ eventId: 'record-17' }], verdict: { checks } }, reads),
        [lost],
        lost,
      );
    const kept = { ruling: 'unknown', respond: ['restore'] };
    const ruled = (ruling: string, ...reads: readonly Partial<Read>[]) => judged([{ ...kept, ruling }], ...reads);
    const after = { id: 'perimeter', sent: second + 700, looked };
    const before = { ...after, sent: second - 1 };
    expect(ruled('unknown', after, { ...before, id: 'sg-2' }, { ...before, looked: failed })).toBe(true);
    expect(ruled('unknown', { ...after, sent: second + 600 })).toBe(true);
    expect(ruled('unknown', before)).toBe(false);
    expect(ruled('unknown', { ...before, id: 'sg-1' })).toBe(false);
    expect(ruled('permitted', after)).toBe(false);
    const opens = { ruling: 'breach', respond: ['revert'] };
    expect(judged([opens, kept], after)).toBe(true);
    expect(judged([opens], after)).toBe(false);
    expect(
      judged(
        [
          { ...opens, ruling: 'unknown' },
          { ...kept, ruling: 'breach' },
        ],
        after,
      ),
    ).toBe(false);
  });
});
