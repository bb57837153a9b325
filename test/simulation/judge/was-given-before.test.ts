import { describe, expect, test } from 'vitest';
import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Trial } from '../trial.ts';
import type { TrueCall } from '../world/true-call.ts';
import type { Shift } from './story.ts';
import { wasGivenBefore } from './was-given-before.ts';

const second = Date.parse('2026-03-02T09:05:13Z');
const web = { id: 'sgr-1' } as HeldRule;
const has = (rules: readonly HeldRule[]) => rules.includes(web);

/** A call at a second that moved `sg-1`, which held the web before it or did not. */
function moves(n: number, at: number, by: string, held: boolean, group = 'sg-1'): Shift {
  const before = { groups: new Map([['sg-1', { rules: held ? [web] : [] }]]), lists: 'as before' };
  const call = { n, at: second + at * 1000, by, before, after: { ...before } } as unknown as TrueCall;
  return { call, group, came: [], went: [] };
}

const edit = { n: 6, before: { lists: 'old' }, after: { lists: 'new' } } as unknown as TrueCall;
const gave = moves(5, 0.9, 'operator', false);
const lost = moves(7, 60.1, 'operator', true);
const world = (...calls: readonly TrueCall[]) => ({ world: { calls } }) as unknown as Trial;
const given = (shifts: readonly Shift[], trial = world()) => wasGivenBefore(trial, shifts, lost, has);

describe('what somebody took that they had given themselves', () => {
  test('is no loss where it was one go', () => {
    expect(given([gave, lost])).toBe(true);
    expect(given([moves(3, -50, 'operator', false), moves(4, 0, 'operator', true), gave, lost])).toBe(true);
    expect(given([gave, moves(6, 5, 'attacker', true, 'sg-2'), lost])).toBe(true);
  });

  test.each([
    { why: 'it was there before the go began', shifts: [moves(4, 0, 'operator', true), gave, lost] },
    { why: 'nobody had given it just before', shifts: [lost] },
    { why: 'somebody else gave it', shifts: [{ ...gave, call: { ...gave.call, by: 'attacker' } }, lost] },
    { why: 'somebody else moved the group in between', shifts: [gave, moves(6, 5, 'rival', true), lost] },
    { why: 'it was more than a minute ago', shifts: [moves(5, -0.1, 'operator', false), lost] },
  ])('is one where $why', ({ shifts }) => {
    expect(given(shifts)).toBe(false);
  });

  test('is one where a list was edited in between', () => {
    expect(given([gave, lost], world(edit))).toBe(false);
    expect(given([gave, lost], world({ ...edit, n: 8 }))).toBe(true);
  });
});
