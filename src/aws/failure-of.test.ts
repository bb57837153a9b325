import { describe, expect, test } from 'vitest';
import type { Failure } from '../core/plan/act/api-failure.ts';
import { failureOf, failures } from './failure-of.ts';
import { refusals } from './model/refusal.ts';

describe('the error codes of EC2', () => {
  test('every one that the model answers with is known, but for the dry run, which is no failure', () => {
    const codes = Object.keys(refusals).filter((code) => code !== 'DryRunOperation');
    expect(codes.filter((code) => !Object.hasOwn(failures, code))).toEqual([]);
    expect(Object.hasOwn(failures, 'DryRunOperation')).toBe(false);
  });

  test('every failure but those that are not the API’s has a code that means it', () => {
    const all: Readonly<Record<Failure, true>> = {
      ...{ absent: true, gone: true, already: true, denied: true, 'tag-policy': true, full: true, 'in-use': true },
      ...{ busy: true, stale: true, throttled: true, transient: true, expired: true, account: true, malformed: true },
      ...{ maybe: true, 'unsure-tuple': true },
    };
    const meant = new Set(Object.values(failures));
    const unmeant = Object.keys(all).filter((failure) => !meant.has(failure as Failure));
    expect(unmeant).toEqual(['maybe', 'unsure-tuple']);
  });

  test.each([
    ['InvalidFuture.NotKnownYet', 400, 'malformed'],
    ['SomethingInside', 500, 'transient'],
    ['SomethingInside', 503, 'transient'],
    ['SlowDown', 429, 'throttled'],
    ['NotYou', 403, 'denied'],
    ['constructor', 400, 'malformed'],
  ] as const)('one that nobody knows is judged by whose fault it was: %s, %d is %s', (code, status, failure) => {
    const reply = { kind: 'refused', code, message: 'said', status } as const;
    expect(failureOf(reply, 'writes')).toEqual({ kind: 'failed', failure, code, message: 'said' });
  });

  test.each([
    ['writes', true, 'maybe'],
    ['writes', false, 'transient'],
    ['reads', true, 'transient'],
    ['reads', false, 'transient'],
  ] as const)('no answer to what %s, sent: %s, is %s', (does, sent, failure) => {
    expect(failureOf({ kind: 'unanswered', sent, why: 'silence' }, does)).toEqual({
      ...{ kind: 'failed', failure, code: null, message: 'silence' },
    });
  });
});
