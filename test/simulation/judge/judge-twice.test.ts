import { describe, expect, test } from 'vitest';
import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Read, Sent, Trial } from '../trial.ts';
import { tupleOf } from '../world/estate.ts';
import type { TrueCall } from '../world/true-call.ts';
import { judgeTwice } from './judge-twice.ts';
import type { Shift } from './story.ts';

const start = Date.parse('2026-03-02T09:05:13Z');
const rule: HeldRule = { id: 'sgr-1', ...tupleOf('tcp/8080', '10.1.0.0/16'), description: 'x', tags: {} };

/** The orders of our two calls: each call by the number it has here. */
const orders = { 1: { action: 'act_1' }, 3: { action: 'act_1' } } as unknown as Record<number, Sent['order']>;

/** A call at a second, by us or by others, that put rules or took them. */
function moves(
  n: number,
  at: number,
  by: 'us' | 'others',
  what: Partial<Record<'came' | 'went', readonly HeldRule[]>>,
): Shift {
  const action = by === 'us' ? 'act_1' : null;
  const order = orders[n] ?? null;
  const call = { n, at: start + at * 1000, by, action, order, eventId: `record-${n}` } as TrueCall;
  return { call, group: 'sg-1', came: [], went: [], ...what };
}

const first = moves(1, 10, 'us', { came: [rule] });
const taken = moves(2, 38, 'others', { went: [rule] });
const again = moves(3, 45, 'us', { came: [rule] });
const sent = (at: number, result: Sent['result'], n = 3): Sent =>
  ({ at: start + at * 1000, by: 'w1', order: orders[n], result }) as Sent;
const maybe: Sent['result'] = { kind: 'failed', failure: 'maybe', code: null, message: 'no answer in time' };
const answeredYes: Sent['result'] = { kind: 'done', answer: { revoked: null, made: null, unknown: 0 } };

/** A read of a group at a second, that showed these rules. */
function read(second: number, rules: readonly HeldRule[] = [], { id = 'sg-1', by = 'w1' } = {}): Read {
  const at = start + second * 1000;
  const looked = { kind: 'looked', started: at, ended: at, found: { rules } } as const;
  return { by, id, sent: at, answered: at, looked, stale: false };
}

/** A read at a second that brought nothing. */
const failed = (second: number): Read => ({ ...read(second), looked: maybe });

/** A trial in which the first call was answered so, and these reads came. */
function trial(reads: readonly Read[], result: Sent['result'] = answeredYes): Trial {
  return { sent: [sent(9, result, 1), sent(44, answeredYes)], reads } as unknown as Trial;
}

const judged = (of: Trial, between = [taken]) => judgeTwice(of, [first, ...between, again]).length;

describe('what is done twice', () => {
  test('is right where others had undone it so long ago that every replica shows it', () => {
    expect(judged(trial([]), [{ ...taken, call: { ...taken.call, at: start + 24_000 } }])).toBe(0);
  });

  test.each([answeredYes, maybe, null])(
    'is right where a new read showed it undone, whatever was answered',
    (result) => {
      expect(judged(trial([read(40)], result))).toBe(0);
      expect(judged(trial([read(40), failed(42)], result))).toBe(0);
    },
  );

  test.each([
    { why: 'nobody had undone it', reads: [read(40)], between: [] },
    { why: 'a read showed it as it was done', reads: [read(40, [rule])] },
    { why: 'a read brought nothing', reads: [failed(40)] },
    { why: 'nobody had read since', reads: [read(37)] },
    { why: 'nobody had read before it', reads: [read(44.5)] },
    { why: 'another group was read', reads: [read(40, [], { id: 'sg-2' })] },
    { why: 'another worker had read', reads: [read(40, [], { by: 'w2' })] },
  ])('is not where $why', ({ reads, between = [taken] }) => {
    expect(judged(trial(reads), between)).toBe(1);
    expect(judged(trial(reads, maybe), between)).toBe(1);
  });

  test('is not where an old replica may have answered the read', () => {
    const soon = { ...taken, call: { ...taken.call, at: start + 28_000 } };
    expect(judged(trial([read(30)]), [soon])).toBe(1);
    expect(judged(trial([read(31)]), [soon])).toBe(0);
  });

  test('is right after any read that showed it undone, where it was done only after we had given up waiting', () => {
    const soon = { ...taken, call: { ...taken.call, at: start + 27_000 } };
    const late = (answered: number): Trial => {
      const given = { ...sent(1, maybe, 1), answered: start + answered * 1000 } as Sent;
      return { sent: [given, sent(44, answeredYes)], reads: [read(28)] } as unknown as Trial;
    };
    expect([judged(late(9), [soon]), judged(late(11), [soon])]).toEqual([0, 1]);
  });

  test('is right for a rewrite where a read showed the rule to say again what it had said', () => {
    const [bad, good] = [rule, { ...rule, ...tupleOf('tcp/8080', '10.2.0.0/16') }];
    const ours = { came: [good], went: [bad] };
    const rewritten = (reads: readonly Read[]) =>
      judgeTwice(trial(reads), [
        moves(1, 10, 'us', ours),
        moves(2, 38, 'others', { came: [bad], went: [good] }),
        moves(3, 45, 'us', ours),
      ]).length;
    expect(rewritten([read(40, [bad])])).toBe(0);
    expect(rewritten([read(40, [good])])).toBe(2);
    expect(rewritten([read(40, [{ ...bad, id: 'sgr-2' }])])).toBe(1);
  });
});
