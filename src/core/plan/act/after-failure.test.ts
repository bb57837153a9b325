import { describe, expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import { afterFailure, mostFailures, mostWhenGone } from './after-failure.ts';
import type { ApiFailure, Failure } from './api-failure.ts';
import type { Ec2Order } from './ec2-order.ts';

const rule = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1');
const head = { action: 'act_1', site, group: 'sg-web' } as const;
const revoke: Ec2Order = { ...head, call: 'revoke', role: 'revoke', direction: 'ingress', ids: ['sgr-1'] };
const restore = { ...head, role: 'restore', image: [rule] } as const;
const authorize: Ec2Order = { ...restore, call: 'authorize', direction: 'ingress', rules: [rule] };
const rewrite: Ec2Order = { ...restore, call: 'rewrite', rules: [rule] };
const fail = (failure: Failure, code: string | null = null): ApiFailure => ({
  ...{ kind: 'failed', failure, code, message: 'no' },
});
const after = (failure: Failure, attempt = 1, order: Ec2Order = revoke, code: string | null = null) =>
  afterFailure(fail(failure, code), { attempt, order });

describe('what follows from a failure', () => {
  test.each<[Failure, string, string]>([
    ['absent', 'InvalidPermission.NotFound', 'reread'],
    ['absent', 'InvalidSecurityGroupRuleId.NotFound', 'reread'],
    ['gone', 'InvalidGroup.NotFound', 'reread'],
    ['stale', 'PrefixListVersionMismatch', 'reread'],
    ['maybe', 'TimeoutError', 'reread'],
    ['already', 'InvalidPermission.Duplicate', 'holds'],
    ['busy', 'IncorrectState', 'again'],
    ['busy', 'ConcurrentTagAccess', 'again'],
    ['throttled', 'RequestLimitExceeded', 'again'],
    ['transient', 'Unavailable', 'again'],
    ['transient', 'InternalError', 'again'],
    ['expired', 'RequestExpired', 'again'],
    ['tag-policy', 'TagPolicyViolation', 'untagged'],
    ['malformed', 'InvalidPermission.Malformed', 'end'],
    ['full', 'RulesPerSecurityGroupLimitExceeded', 'end'],
    ['in-use', 'DependencyViolation', 'end'],
    ['denied', 'UnauthorizedOperation', 'end'],
    ['account', 'OptInRequired', 'end'],
    ['account', 'Blocked', 'end'],
    ['unsure-tuple', 'not sent', 'end'],
  ])('%s (%s): %s', (failure, code, kind) => {
    expect(after(failure, 1, authorize, code)).toMatchObject({ kind });
  });

  test.each<[Failure, string]>([
    ['malformed', 'EC2 does not take it as it is written'],
    ['full', 'a quota is used up'],
    ['in-use', 'something depends on it'],
    ['denied', 'the revoke role may not do this'],
    ['account', 'the account itself is not in order'],
    ['unsure-tuple', 'it would have written what did not stand before, so it was not sent'],
    ['tag-policy', 'the tag policy of the organisation forbids it'],
  ])('%s ends it at once, for a person: %s', (failure, why) => {
    expect(after(failure)).toEqual({ kind: 'end', state: 'failed', why: `${why} (${failure}: no)` });
    expect(after(failure, 1, revoke, 'Code')).toMatchObject({ why: `${why} (Code: no)` });
  });

  test.each<[Failure, string]>([
    ['transient', 'again'],
    ['busy', 'again'],
    ['expired', 'again'],
    ['absent', 'reread'],
    ['stale', 'reread'],
    ['maybe', 'reread'],
  ])('%s waits twice as long each time, up to five minutes, and ends: %s', (failure, kind) => {
    const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300];
    seconds.forEach((wait, at) => {
      expect(after(failure, at + 1)).toEqual({ kind, after: wait * 1000 });
    });
    expect(mostFailures).toBe(seconds.length + 1);
    expect(after(failure, mostFailures)).toEqual({
      kind: 'end',
      state: 'failed',
      why: `given up after 12 calls in a row that came to nothing (${failure}: no)`,
    });
  });

  test('when throttled it waits four times as long', () => {
    const waits = [4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300];
    waits.forEach((wait, at) => {
      expect(after('throttled', at + 1)).toEqual({ kind: 'again', after: wait * 1000 });
    });
    expect(after('throttled', 12)).toMatchObject({ kind: 'end' });
  });

  test('what is named and is not there does not come back: after a few tries a person is told', () => {
    expect([1, 2, 3, 4].map((attempt) => after('gone', attempt))).toEqual(
      [1, 2, 4, 8].map((wait) => ({ kind: 'reread', after: wait * 1000 })),
    );
    expect(after('gone', mostWhenGone)).toEqual({
      kind: 'end',
      state: 'failed',
      why: 'what it names is gone (gone: no)',
    });
    expect(mostWhenGone).toBe(5);
  });

  test('a duplicate proves what stands only for a single rule: EC2 refuses all of a call for one', () => {
    const two = { ...authorize, rules: [rule, rule] } as Ec2Order;
    expect(after('already', 1, two)).toEqual({ kind: 'reread', after: 1000 });
    expect(after('already', 3, rewrite)).toEqual({ kind: 'reread', after: 4000 });
    expect(after('already', 12, two)).toMatchObject({ kind: 'end' });
    expect(after('already', 12, authorize)).toEqual({ kind: 'holds' });
    expect(after('already', 1, revoke)).toEqual({ kind: 'holds' });
    const list: Ec2Order = {
      action: 'a',
      site,
      call: 'edit-list',
      role: 'restore',
      list: 'pl-1',
      version: 1,
      add: [],
      remove: [],
    };
    expect(after('already', 1, list)).toMatchObject({ kind: 'reread' });
  });

  test('tags are left out once; then the tag policy is no excuse any more', () => {
    expect(after('tag-policy', 1, { ...authorize, untagged: true } as Ec2Order)).toMatchObject({ kind: 'end' });
    expect(after('tag-policy', 1, rewrite)).toMatchObject({ kind: 'end' });
  });
});
