import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { severities } from '../policy/scale.ts';
import { type Happening, joinTallies, noTally, rollup } from './rollup.ts';

const of = (...all: readonly Happening[]) => all.reduce(rollup, noTally);

const span = fc.integer({ min: -1000, max: 1_000_000 });
const severity = fc.option(fc.constantFrom(...severities));
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant({ kind: 'record' } as const),
  fc.record({ kind: fc.constant('decided' as const), attempt: fc.boolean(), breach: severity, after: span }),
  fc.record({ kind: fc.constant('revised' as const), from: severity, to: severity }),
  fc.record({
    kind: fc.constant('ended' as const),
    state: fc.constantFrom('verified', 'failed'),
    after: fc.option(span),
  }),
  fc.record({ kind: fc.constant('closed' as const), stood: span }),
);

describe('what happened on a day', () => {
  test('changes and attempts are told apart, and breaches are counted by how bad they are', () => {
    const told = of(
      { kind: 'record' },
      { kind: 'decided', attempt: false, breach: 'critical', after: 2000 },
      { kind: 'decided', attempt: false, breach: null, after: 4000 },
      { kind: 'decided', attempt: true, breach: null, after: 1000 },
    );
    expect(told).toMatchObject({ records: 1, changes: 2, attempts: 1, breaches: { critical: 1, high: 0, none: 0 } });
    expect(told.detect).toEqual({ count: 3, total: 7000, most: 4000 });
  });

  test('a revision moves a decision to what it is now, and never counts it twice', () => {
    const told = of(
      { kind: 'decided', attempt: false, breach: 'high', after: 0 },
      { kind: 'revised', from: 'high', to: 'critical' },
      { kind: 'revised', from: 'critical', to: null },
      { kind: 'decided', attempt: false, breach: null, after: 0 },
      { kind: 'revised', from: null, to: 'low' },
    );
    expect(told).toMatchObject({ changes: 2, revised: 3, breaches: { high: 0, critical: 0, low: 1 } });
  });

  test('R87: how long it took is measured where something was verified, never below zero', () => {
    const told = of(
      { kind: 'ended', state: 'verified', after: 9000 },
      { kind: 'ended', state: 'verified', after: -5 },
      { kind: 'ended', state: 'failed', after: null },
    );
    expect(told.actions).toEqual({ verified: 2, failed: 1 });
    expect(told.remediate).toEqual({ count: 2, total: 9000, most: 9000 });
  });

  test('the order of things does not matter, and days add up', () => {
    fc.assert(
      fc.property(fc.array(happening), fc.array(happening), (one, other) => {
        expect(of(...[...one, ...other].reverse())).toEqual(of(...one, ...other));
        expect(joinTallies(of(...one), of(...other))).toEqual(of(...one, ...other));
        expect(joinTallies(noTally, of(...one))).toEqual(of(...one));
      }),
    );
  });
});
