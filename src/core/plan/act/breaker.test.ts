import { describe, expect, test } from 'vitest';
import { type BreakerKnown, breaker } from './breaker.ts';

const minute = 60_000;
const now = 1_000 * minute;
const settings = { count: 3, per: 60 * minute };
const ago = (...minutes: readonly number[]) => minutes.map((each) => now - each * minute);
const ask = (acts: readonly number[], parts: Partial<BreakerKnown> = {}) =>
  breaker(acts, { trusted: false, severity: 'critical', now, settings, ...parts });

describe('the breaker', () => {
  test('R98 BM-12 scenario 26: whom the policy trusts and who insists is left to a person', () => {
    expect(ask(ago(20, 10), { trusted: true })).toEqual({ kind: 'go' });
    expect(ask(ago(20, 10, 1), { trusted: true })).toEqual({
      kind: 'stop',
      why: 'acted on 3 times within 1 hour: somebody does it again and again',
    });
  });

  test('acts of longer ago than the span do not count', () => {
    expect(ask(ago(60, 10, 1), { trusted: true })).toEqual({ kind: 'go' });
    expect(ask([now - 60 * minute + 1, ...ago(10, 1)], { trusted: true })).toMatchObject({ kind: 'stop' });
  });

  test('anybody else only slows it down, twice as long each time, up to five minutes', () => {
    const waits = (count: number) => {
      const made = ask(Array.from({ length: count }, () => now));
      return made.kind === 'wait' ? (made.until - now) / minute : made.kind;
    };
    expect([2, 3, 4, 5, 6, 7, 20].map(waits)).toEqual(['go', 1, 2, 4, 5, 5, 5]);
  });

  test('the wait counts from the last act, whatever order they come in', () => {
    expect(ask(ago(0.5, 30, 20))).toMatchObject({ kind: 'wait', until: now + minute / 2 });
    expect(ask(ago(1, 30, 20))).toEqual({ kind: 'go' });
    expect(ask([now - minute + 1, ...ago(20, 30)])).toMatchObject({ kind: 'wait', until: now + 1 });
  });

  test('what is critical is never given up; what is not is, after twice as many', () => {
    const acts = ago(50, 40, 30, 20, 10);
    expect(ask(acts, { severity: 'high' })).toEqual({ kind: 'go' });
    expect(ask([...acts, now], { severity: 'high' })).toMatchObject({
      kind: 'stop',
      why: expect.stringContaining('6 times'),
    });
    expect(ask([...acts, now])).toMatchObject({ kind: 'wait', why: expect.stringContaining('6 times') });
  });
});
