import { describe, expect, it } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith } from '../../../../test/builders/change.ts';
import type { Change, RulesChange } from '../../../core/change/change.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { ownRecord } from './own-record.ts';

const session = 'portcullis-act_1';
const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const revoke: Ec2Order = {
  ...{ action: 'act_1', site, call: 'revoke', role: 'revoke', group: 'sg-1', direction: 'ingress' },
  ids: ['sgr-2', 'sgr-1'],
};
const authorize: Ec2Order = {
  ...{ action: 'act_1', site, call: 'authorize', role: 'restore', group: 'sg-1', direction: 'ingress' },
  ...{ rules: [ssh], image: [ssh] },
};

function told(kind: RulesChange['kind'], rules: RulesChange['rules'], record: Partial<Change['record']> = {}): Change {
  return changeWith({ kind, rules, record: { actor: actorWith({ session }), ...record } });
}

function among(...changes: readonly Change[]): readonly SubjectEvidence[] {
  return [
    { kind: 'observed', at: 1, group: null },
    ...changes.map((change, at) => ({ kind: 'change', at: change.record.at, id: `chg_${at}`, change }) as const),
  ];
}

const bothGone = [
  { ...ssh, op: 'remove' },
  { ...web, op: 'remove' },
] as const;
const removed = told('rules-removed', bothGone);

describe('the record of an own call', () => {
  it('tells which rules went', () => {
    const answer = ownRecord(among(removed), revoke, session)!;
    expect(answer.revoked).toMatchObject([ssh, web]);
    expect([answer.made, answer.unknown]).toEqual([null, 0]);
  });

  it('tells which rules came, with their new ids', () => {
    const added = told('rules-added', [{ ...ssh, id: 'sgr-9', op: 'add' }]);
    const answer = ownRecord(among(added), authorize, session)!;
    expect(answer.made).toMatchObject([{ ...ssh, id: 'sgr-9' }]);
    expect([answer.revoked, answer.unknown]).toEqual([null, 0]);
  });

  it('of a rewrite tells that it came through, and no rules', () => {
    const rewrite: Ec2Order = {
      ...{ action: 'act_1', site, call: 'rewrite', role: 'restore', group: 'sg-1', rules: [ssh], image: [ssh] },
    };
    const modified = told('rules-modified', [{ ...ssh, op: 'after' }]);
    expect(ownRecord(among(modified), rewrite, session)).toEqual({ revoked: null, made: null, unknown: 0 });
  });

  it('of tags that are set by one call and removed by another is the record of either: reads tell of the other', () => {
    const both: Ec2Order = {
      ...{ action: 'act_1', site, call: 'set-tags', role: 'restore', resource: 'sg-1' },
      ...{ set: { env: 'prod' }, remove: ['new'] },
    };
    const tags = (set: Readonly<Record<string, string>>, gone: readonly string[]) =>
      changeWith({ kind: 'tags-changed', rule: null, set, removed: gone, record: { actor: actorWith({ session }) } });
    for (const change of [tags({ env: 'prod' }, []), tags({}, ['new'])])
      expect(ownRecord(among(change), both, session)).toEqual({ revoked: null, made: null, unknown: 0 });
    expect(ownRecord(among(tags({ env: 'dev' }, [])), both, session)).toBeNull();
  });

  it('leaves out rules of which it does not tell enough', () => {
    for (const part of ['direction', 'protocol', 'peer'] as const) {
      const partly = told('rules-removed', [
        { ...ssh, op: 'remove', [part]: null },
        { ...web, op: 'remove' },
      ]);
      expect(ownRecord(among(partly), revoke, session)!.revoked).toMatchObject([web]);
    }
  });

  it('is none of another session, of a refused call, of another call, group or other rules', () => {
    const other = { ...removed, on: { ...removed.on, id: 'sg-2' } };
    const refused = told('rules-removed', bothGone, { result: 'failed' });
    const fewer = told('rules-removed', [{ ...ssh, op: 'remove' }]);
    const added = told('rules-added', [{ ...ssh, op: 'add' }]);
    const modified = told('rules-modified', [
      { ...ssh, op: 'after' },
      { ...web, op: 'after' },
    ]);
    const nameless = told('rules-removed', [
      { ...ssh, id: null, op: 'remove' },
      { ...web, op: 'remove' },
    ]);
    for (const change of [other, refused, fewer, added, modified, nameless])
      expect(ownRecord(among(change), revoke, session)).toBeNull();
    expect(ownRecord(among(removed), revoke, 'portcullis-act_2')).toBeNull();
    expect(ownRecord(among(removed), authorize, session)).toBeNull();
    expect(ownRecord(among(fewer, removed), revoke, session)!.revoked).toMatchObject([ssh, web]);
  });
});
