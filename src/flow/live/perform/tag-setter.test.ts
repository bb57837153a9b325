import { describe, expect, it } from 'vitest';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith } from '../../../../test/builders/change.ts';
import { actors, policyWith } from '../../../../test/builders/policy.ts';
import type { Change, TagsChanged } from '../../../core/change/change.ts';
import type { Directory } from '../../../core/policy/policy.ts';
import type { Actor } from '../../../core/trail/actor.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { tagGuards } from './tag-guards.ts';
import { maySetGuards, tagSetter } from './tag-setter.ts';

const account = '111122223333';
const other = '444455556666';
const user = (name: string, of = account) => `arn:aws:iam::${of}:user/${name}`;
const bob = actorWith({ principal: user('bob'), person: 'Bob' });
const alice = actorWith({});

function tagged(
  set: Readonly<Record<string, string>>,
  by: Actor = bob,
  more: Partial<Pick<TagsChanged, 'rule' | 'removed'>> = {},
): Change {
  return changeWith({ kind: 'tags-changed', rule: null, set, removed: [], ...more, record: { actor: by } });
}

function evidence(...changes: readonly Change[]): readonly SubjectEvidence[] {
  return changes.map((change, at) => ({ kind: 'change', at, id: `chg_${at}`, change }));
}

const off = { portcullis: 'off' };

describe('who set a tag', () => {
  const setter = (...changes: readonly Change[]) => tagSetter(evidence(...changes), 'portcullis', 'off');

  it('R82: is who gave it the value that it has now, and when', () => {
    expect(setter(tagged(off, alice), tagged(off, bob))).toEqual({ actor: bob, at: 1 });
    expect(setter(tagged(off), tagged({ env: 'dev' }, alice))).toEqual({ actor: bob, at: 0 });
    expect(setter(tagged(off), tagged({ portcullis: 'on' }))).toBeNull();
    expect(setter()).toBeNull();
  });

  it('R82: is nobody whose call was refused', () => {
    const refused = { ...tagged(off, alice), record: { ...tagged(off, alice).record, result: 'failed' } } as const;
    expect(setter(refused)).toBeNull();
    expect(setter(tagged(off), refused)).toEqual({ actor: bob, at: 0 });
  });

  it('R82: is told by no read, only by a record', () => {
    const seen: SubjectEvidence = { kind: 'observed', at: 9, group: null };
    expect(tagSetter([seen, ...evidence(tagged(off))], 'portcullis', 'off')).toEqual({ actor: bob, at: 0 });
    expect(tagSetter([seen], 'portcullis', 'off')).toBeNull();
  });

  it('R82: is nobody who set or removed it on a rule of the group', () => {
    expect(setter(tagged(off, bob, { rule: 'sgr-1' }))).toBeNull();
    expect(setter(tagged(off), tagged({}, bob, { rule: 'sgr-1', removed: ['portcullis'] }))).not.toBeNull();
    expect(setter(tagged(off), tagged({}, bob, { removed: ['portcullis'] }))).toBeNull();
  });

  it('R82: is who gave it that value in the second of its last changes, in whatever order they are known', () => {
    const removed = tagged({}, alice, { removed: ['portcullis'] });
    const second = (...changes: readonly Change[]) =>
      tagSetter(
        evidence(...changes).map((each) => ({ ...each, at: 7 })),
        'portcullis',
        'off',
      );
    expect(second(removed, tagged(off))).toEqual({ actor: bob, at: 7 });
    expect(second(tagged(off), removed, tagged({ portcullis: 'on' }, alice))).toEqual({ actor: bob, at: 7 });
    expect(second(removed, tagged({ portcullis: 'on' }))).toBeNull();
  });

  it('R82: is nobody who changed only rules since', () => {
    const rules = changeWith({ kind: 'rules-added', rules: [] });
    expect(setter(tagged(off), rules)).toEqual({ actor: bob, at: 0 });
  });
});

describe('who may set guard tags', () => {
  const everywhere = [actors('breakglass', { users: ['arn:aws:iam::*:user/bob'] })];
  const sister = { id: other, name: 'sister', ou: null, owner: null, environment: null };
  const directory: Directory = { people: [], accounts: new Map([[other, sister]]) };
  const policy = policyWith({
    safety: { ...policyWith().safety, neverTouch: { groups: [], tags: { portcullis: ['off'] }, setBy: everywhere } },
  });

  it('R82: is one of the account of the group, or of one of the directory, never of a stranger’s', () => {
    const foreign = actorWith({ principal: user('bob', other), account: other });
    expect(maySetGuards(policy, bob, account)).toBe(true);
    expect(maySetGuards(policy, foreign, account)).toBe(false);
    expect(maySetGuards({ ...policy, directory }, foreign, account)).toBe(true);
    expect(maySetGuards(policy, alice, account)).toBe(false);
  });

  it('R82: is named as the person, else as the principal', () => {
    const guarded = (by: Actor) =>
      tagGuards({ tags: off, evidence: evidence(tagged(off, by)), policy, account }).guarded;
    expect(guarded(bob)).toBe('tagged portcullis=off by Bob');
    expect(guarded(actorWith({ principal: user('bob'), person: null }))).toBe(
      `tagged portcullis=off by ${user('bob')}`,
    );
  });
});
