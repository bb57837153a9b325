import { describe, expect, test } from 'vitest';
import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Trial } from '../trial.ts';
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
  const decision = { basis, records: [{ eventId: 'record-17' }], response };
  const entry = { header: {}, body: JSON.stringify({ kind: 'decided', decision }) };
  return { commits: [{ at: second, by: 'w1', entries: [entry], effects: {} }] } as unknown as Trial;
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
});
