import { describe, expect, test } from 'vitest';
import { intentOf } from '../../../../test/builders/acting.ts';
import { policyWith } from '../../../../test/builders/policy.ts';
import type { Rate } from '../../policy/policy.ts';
import { capsFor } from './caps-for.ts';
import type { Intent } from './intent.ts';

const hour = 3_600_000;
const rate = (count: number): Rate => ({ count, per: hour });
const { safety } = policyWith();

function counts(intent: Partial<Intent>, caps = { group: rate(3), actor: rate(10), account: rate(20) }) {
  const policy = { safety: { ...safety, caps: { ...caps, reserveFor: ['critical'] as const } } };
  return capsFor(intentOf([], intent), policy, 5).map(({ count }) => count);
}

describe('caps', () => {
  test('an action uses up those of its group, of the actor it answers, and of its account, once each', () => {
    const used = capsFor(intentOf([], { severity: 'critical' }), { safety }, 5);
    expect(used).toEqual([
      { name: 'group:111122223333/eu-west-1/sg-web', per: hour, count: 3, at: 5, by: 'act_1' },
      { name: expect.stringMatching(/^actor:[a-z2-7]{26}$/), per: hour, count: 10, at: 5, by: 'act_1' },
      { name: 'account:111122223333', per: hour, count: 20, at: 5, by: 'act_1' },
    ]);
  });

  test('the last fifth of each is kept for what is critical', () => {
    expect(counts({ severity: 'critical' })).toEqual([3, 10, 20]);
    expect(counts({ severity: 'high' })).toEqual([2, 8, 16]);
    expect(counts({ severity: 'high' }, { group: rate(5), actor: rate(6), account: rate(2) })).toEqual([4, 4, 1]);
  });

  test('a cap of one has no such part, and one of none stays none', () => {
    expect(counts({ severity: 'low' }, { group: rate(1), actor: rate(0), account: rate(2) })).toEqual([1, 0, 1]);
  });

  test('where nobody is known there is no cap of theirs; other actors have other ones', () => {
    expect(counts({ actor: null, severity: 'critical' })).toEqual([3, 20]);
    const nameOf = (actor: string) => capsFor(intentOf([], { actor }), { safety }, 5)[1]!.name;
    expect(nameOf('mallory')).not.toBe(nameOf('alice'));
  });

  test('what a person has undone is not capped; what ends by itself is', () => {
    expect(counts({ do: 'undo' })).toEqual([]);
    expect(counts({ do: 'expire' })).toHaveLength(3);
    expect(counts({ do: 'restore' })).toHaveLength(3);
  });
});
