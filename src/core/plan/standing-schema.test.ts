import { expect, test } from 'vitest';
import { seenPlace, seenRule } from '../../../test/builders/looks.ts';
import { gained, judgingBy } from '../../../test/builders/policy.ts';
import { findMisfits } from '../../../test/end-to-end/json-schema.ts';
import { decideStanding } from '../decide-standing.ts';
import { boundsOfSeen } from '../reach/seen-bounds.ts';
import { standingSchema } from './standing-schema.ts';

test('R100: a decision about what stands has the shape that its schema tells, and nothing of it may be left out', () => {
  const rules = [seenRule('sgr-1', 22), seenRule(null, 443, '::/0')];
  const { account, region, group } = seenPlace;
  const at = Date.parse('2026-01-31T09:00:00Z');
  const decision = decideStanding(
    {
      ...{ origin: 'observed', kind: 'standing', place: { file: 'snapshot.json', address: 'sg-1' }, at, judgedAt: at },
      ...{ group: { ...group, account, region, tags: { env: 'prod' }, attached: null } },
      ...{ stands: boundsOfSeen(rules, true, {}), before: null, rules, known: {} },
    },
    judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }) } } }),
  );
  expect(findMisfits(standingSchema, decision)).toEqual([]);
  for (const key of Object.keys(decision)) {
    const { [key as keyof typeof decision]: _, ...rest } = decision;
    expect(findMisfits(standingSchema, rest), key).not.toEqual([]);
  }
  expect(findMisfits(standingSchema, { ...decision, kind: 'net' })).not.toEqual([]);
});
