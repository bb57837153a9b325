import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Grants } from '../../policy/policy.ts';
import { type Approver, type Ask, mayApprove } from './may-approve.ts';

const now = 1_000;
const grants = (parts: Partial<Grants['approve']['else']> = {}): Grants => ({
  max: 1,
  approve: {
    else: { from: ['nobody'], count: 1, not: [] },
    prod: { from: ['owner'], count: 1, not: ['requester'], ...parts },
  },
});
const ask = (parts: Partial<Ask> = {}): Ask => ({
  ...{ environment: 'prod', owner: 'payments', requester: 'alice', until: now + 1, approvedBy: [], state: 'waiting' },
  ...parts,
});
const bob: Approver = { names: ['bob'], teams: ['payments'] };
const answer = (asked: Partial<Ask> = {}, person = bob, rule: Parameters<typeof grants>[0] = {}) =>
  mayApprove(ask(asked), person, grants(rule), now);

describe('an approval', () => {
  test('by the owner is enough where one is: a team by its members, a person by name', () => {
    expect(answer()).toEqual({ kind: 'approved', why: 'approved by bob' });
    expect(answer({ owner: 'bob' }, { names: ['bob'], teams: [] })).toMatchObject({ kind: 'approved' });
    expect(answer({ owner: 'search' })).toEqual({
      kind: 'refused',
      why: 'bob may not: the policy wants leave from owner',
    });
    expect(answer({ environment: 'dev' })).toEqual({
      kind: 'refused',
      why: 'bob may not: the policy wants leave from nobody',
    });
  });

  test('of others than the owner counts where the policy names them', () => {
    expect(answer({ owner: 'x' }, bob, { from: ['secops', 'bob'] })).toMatchObject({ kind: 'approved' });
    expect(answer({ owner: 'x' }, { ...bob, teams: ['secops'] }, { from: ['owner', 'secops'] })).toMatchObject({
      kind: 'approved',
    });
    expect(answer({ owner: 'x' }, bob, { from: ['owner', 'secops'] })).toMatchObject({
      why: 'bob may not: the policy wants leave from owner or secops',
    });
    expect(answer({}, bob, { from: [] })).toMatchObject({ why: 'bob may not: the policy wants leave from nobody' });
  });

  test('four eyes: who did it may not, by whatever name', () => {
    expect(answer({ requester: 'bob' })).toEqual({
      kind: 'refused',
      why: 'bob may not: the policy excludes requester',
    });
    const person: Approver = { names: ['bob', 'arn:aws:iam::111122223333:user/bob'], teams: ['payments'] };
    expect(answer({ requester: person.names[1]! }, person)).toMatchObject({ kind: 'refused' });
    expect(answer({ requester: 'bob' }, bob, { not: [] })).toMatchObject({ kind: 'approved' });
    expect(answer({ requester: null })).toMatchObject({ kind: 'approved' });
    expect(answer({}, bob, { not: ['payments'] })).toMatchObject({ why: 'bob may not: the policy excludes payments' });
  });

  test('of several each counts once', () => {
    expect(answer({}, bob, { count: 2 })).toEqual({ kind: 'more', why: '1 more must approve' });
    expect(answer({}, bob, { count: 3 })).toEqual({ kind: 'more', why: '2 more must approve' });
    expect(answer({ approvedBy: ['carol'] }, bob, { count: 2 })).toEqual({
      kind: 'approved',
      why: 'approved by carol, bob',
    });
    expect(answer({ approvedBy: ['bob'] }, bob, { count: 2 })).toEqual({
      kind: 'refused',
      why: 'bob has approved it already',
    });
    const other: Approver = { names: ['robert', 'bob'], teams: ['payments'] };
    expect(answer({ approvedBy: ['bob'] }, other, { count: 2 })).toMatchObject({ kind: 'refused' });
    expect(answer({}, bob, { count: 0 })).toMatchObject({ kind: 'approved' });
  });

  test('counts only in time, and only while the question stands', () => {
    expect(answer({ until: now })).toEqual({ kind: 'refused', why: 'nobody answered in time' });
    for (const state of ['approved', 'denied', 'expired'] as const)
      expect(answer({ state })).toEqual({ kind: 'refused', why: `it is ${state} already` });
  });

  test('never of the requester, where the policy excludes them', () => {
    const word = fc.constantFrom('alice', 'bob', 'owner', 'requester', 'payments', 'secops');
    const words = fc.array(word, { maxLength: 4 });
    fc.assert(
      fc.property(words, words, words, words, fc.nat(3), word, (names, teams, from, not, count, owner) => {
        const person: Approver = { names: ['alice', ...names], teams };
        const made = answer({ requester: 'alice', owner }, person, { from, not: [...not, 'requester'], count });
        expect(made.kind).toBe('refused');
      }),
    );
  });
});
