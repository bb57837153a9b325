import { expect, test } from 'vitest';
import { attempts, gained, policyWith, tagsQuestion } from '../../../test/builders/policy.ts';
import { needsOf } from './needs.ts';

test('only what a policy asks for is gathered', () => {
  expect(needsOf(policyWith({ checks: { ssh: { when: gained() } } }))).toEqual({
    ...{ attachments: false, beside: false, attempts: { within: 0, most: 1 } },
    ...{ recurred: 0, unfamiliar: false, guard: false },
  });
  const much = policyWith({
    checks: {
      many: { when: gained({ moreThan: 10 }) },
      probing: { when: attempts(3, 600) },
      slow: { when: attempts(9, 60) },
      guard: { when: tagsQuestion() },
    },
    adjust: {
      back: { when: { recurred: { within: 5 } }, by: 1 },
      new: { when: { unfamiliar: { within: 5 } }, by: 1 },
    },
  });
  expect(needsOf(much)).toEqual({
    ...{ attachments: true, beside: true, attempts: { within: 600_000, most: 10 } },
    ...{ recurred: 5, unfamiliar: true, guard: true },
  });
  const where = { attached: ['rds' as const] };
  expect(needsOf(policyWith({ checks: { db: { when: gained(), where } } })).attachments).toBe(true);
  expect(needsOf(policyWith({ adjust: { out: { when: { exposed: [true] }, by: 1 } } })).attachments).toBe(true);
});
