import { expect, test } from 'vitest';
import type { Sent, Trial } from '../trial.ts';
import type { TrueCall } from '../world/true-call.ts';
import { sentAs, wasOverdue } from './sent-as.ts';

const maybe: Sent['result'] = { kind: 'failed', failure: 'maybe', code: null, message: 'no answer in time' };
const refused: Sent['result'] = { kind: 'failed', failure: 'in-use', code: 'DependencyViolation', message: '' };
const order = (): Sent['order'] => ({ action: 'act_1', ids: ['sgr-1'] }) as unknown as Sent['order'];
const first = { at: 23, order: order(), answered: 31, result: maybe } as Sent;
const second = { at: 41, order: order(), answered: 42, result: refused } as Sent;
const trial = { sent: [first, second] } as unknown as Trial;
const call = (at: number, by: Sent | null) => ({ at, action: 'act_1', order: by?.order ?? null }) as TrueCall;

test('what was given up and comes after the next was sent and answered is known for what it is', () => {
  expect(sentAs(trial, call(48, first))).toBe(first);
  expect(wasOverdue(trial, call(48, first))).toBe(true);
  expect(wasOverdue(trial, call(24, first))).toBe(false);
  expect(wasOverdue(trial, call(41, second))).toBe(false);
});

test('what others call was not sent by us', () => {
  expect(sentAs(trial, call(48, null))).toBeUndefined();
  expect(wasOverdue(trial, call(48, null))).toBe(false);
});
