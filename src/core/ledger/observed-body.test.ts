import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lookAt, seenGroup, seenRule } from '../../../test/builders/looks.ts';
import type { Group } from '../group/group.ts';
import { type LookDifference, lookAgain, observedBody } from './observed-body.ts';

const rules = fc.shuffledSubarray([1, 2, 3, 4, 5, 6]).map((ids) => ids.map((n) => seenRule(`sgr-${n}`, n)));
const anyGroup: fc.Arbitrary<Group | null> = fc.option(
  fc.tuple(rules, fc.constantFrom({}, { env: 'prod' })).map(([each, tags]) => ({ ...seenGroup(...each), tags })),
  { freq: 5 },
);

test('law: from what the ledger holds of looks, each can be told again, exactly', () => {
  fc.assert(
    fc.property(fc.array(anyGroup, { minLength: 1, maxLength: 8 }), (groups) => {
      const looks = groups.map(
        (group, at) => ({ kind: 'observed', at: at * 1000, ended: at * 1000 + 5, group }) as const,
      );
      const seen = new Map<number, Group | null>();
      looks.forEach((look, n) => {
        const body = observedBody('sweep', 'sg-1', look, looks.slice(0, n));
        const again = lookAgain(body.difference as unknown as LookDifference, seen);
        expect(again).toEqual(look.group);
        seen.set(look.at, again!);
      });
    }),
  );
});

test('R106: of a group of a hundred rules of which one changed, the ledger keeps one rule', () => {
  const many = Array.from({ length: 100 }, (_, n) => seenRule(`sgr-${n}`, n));
  const first = observedBody('sweep', 'sg-1', lookAt(0, many), []);
  const next = observedBody('sweep', 'sg-1', lookAt(1000, [...many.slice(1), seenRule('sgr-x', 22)]), [
    lookAt(0, many),
  ]);
  expect(next.difference).toMatchObject({ from: 0, removed: [0], added: [{ id: 'sgr-x' }] });
  expect(JSON.stringify(next).length).toBeLessThan(JSON.stringify(first).length / 20);
});

test('a look whose predecessor is gone is not made up, and one that is gone says so', () => {
  const body = observedBody('sweep', 'sg-1', lookAt(1000, []), [lookAt(0, [seenRule('sgr-1', 1)])]);
  expect(lookAgain(body.difference as unknown as LookDifference, new Map())).toBeUndefined();
  expect(observedBody('re-read', 'sg-1', lookAt(1000, null), [lookAt(0, [])]).difference).toEqual({ gone: true });
});
