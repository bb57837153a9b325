import { describe, expect, test } from 'vitest';
import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Read, Sent, Trial } from '../trial.ts';
import { tupleOf } from '../world/estate.ts';
import type { TrueCall } from '../world/true-call.ts';
import { judgeTwice } from './judge-twice.ts';
import type { Shift } from './story.ts';

const start = Date.parse('2026-03-02T09:05:13Z');
const rule: HeldRule = { id: 'sgr-1', ...tupleOf('tcp/8080', '10.1.0.0/16'), description: 'x', tags: {} };

/** A call at a second, by us or by others, that put the rule or took it. */
function moves(n: number, at: number, by: 'us' | 'others', what: 'came' | 'went'): Shift {
  const action = by === 'us' ? 'act_1' : null;
  const call = { n, at: start + at * 1000, by, action, eventId: `record-${n}` } as TrueCall;
  return { call, group: 'sg-1', came: [], went: [], [what]: [rule] };
}

const first = moves(1, 10, 'us', 'came');
const taken = moves(2, 38, 'others', 'went');
const again = moves(3, 45, 'us', 'came');
const sent = (at: number, result: Sent['result']): Sent =>
  ({ at: start + at * 1000, by: 'w1', order: { action: 'act_1' }, result }) as Sent;
const maybe: Sent['result'] = { kind: 'failed', failure: 'maybe', code: null, message: 'no answer in time' };
const answered: Sent['result'] = { kind: 'done', answer: { revoked: null, made: null, unknown: 0 } };
const read = (at: number, id = 'sg-1', by = 'w1') =>
  ({ by, id, sent: start + at * 1000, answered: start + at * 1000 }) as Read;

/** A trial in which the first call was answered so, and these reads and records came. */
function trial(result: Sent['result'], reads: readonly Read[], recordAt: number | null = null): Trial {
  const decision = { records: [{ eventId: 'record-1' }] };
  const entries = [{ header: {}, body: JSON.stringify({ kind: 'decided', decision }) }];
  const commits = recordAt === null ? [] : [{ at: start + recordAt * 1000, by: 'w1', entries, effects: {} }];
  return { sent: [sent(9, result), sent(44, answered)], reads, commits } as unknown as Trial;
}

const judged = (of: Trial, between = [taken]) => judgeTwice(of, [first, ...between, again]).length;

describe('what is done twice', () => {
  test('is right where others had undone it so long ago that every replica shows it', () => {
    expect(judged(trial(answered, []), [{ ...taken, call: { ...taken.call, at: start + 24_000 } }])).toBe(0);
  });

  test('is right where nothing told that it had been done, and a new read showed it undone', () => {
    expect(judged(trial(maybe, [read(40)]))).toBe(0);
    expect(judged(trial(null, [read(40)], 45))).toBe(0);
  });

  test.each([
    { why: 'nobody had undone it', of: trial(maybe, [read(40)]), between: [] },
    { why: 'it was answered', of: trial(answered, [read(40)]) },
    { why: 'its record had come', of: trial(maybe, [read(40)], 43) },
    { why: 'nobody had read since', of: trial(maybe, [read(37)]) },
    { why: 'another group was read', of: trial(maybe, [read(40, 'sg-2')]) },
    { why: 'another worker had read', of: trial(maybe, [read(40, 'sg-1', 'w2')]) },
  ])('is not where $why', ({ of, between = [taken] }) => {
    expect(judged(of, between)).toBe(1);
  });

  test('is not where an old replica may have answered the read', () => {
    const soon = { ...taken, call: { ...taken.call, at: start + 28_000 } };
    expect(judged(trial(maybe, [read(30)]), [soon])).toBe(1);
    expect(judged(trial(maybe, [read(31)]), [soon])).toBe(0);
  });
});
