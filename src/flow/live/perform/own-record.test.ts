import { describe, expect, it } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import { actorWith } from '../../../../test/builders/actor.ts';
import { changeWith } from '../../../../test/builders/change.ts';
import type { Change, RulesChange } from '../../../core/change/change.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { recordKey } from '../../load.ts';
import type { LiveParts } from '../live-parts.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import type { ActionRow } from '../tables.ts';
import { expectNames } from './announce.ts';
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

/** What is told of a call that attempt `2` of an action announced, whose record met the announcement of an attempt. */
async function tells(evidence: readonly SubjectEvidence[], order: Ec2Order, name: string, met = 2) {
  const store = createMemoryStore(1);
  const records = evidence.flatMap((each) => (each.kind === 'change' ? [recordKey(each.change.record)] : []));
  const rows = expectNames(order, name, met).map((each, at) => ({
    ...each,
    value: JSON.stringify({ record: records[at] ?? records[0] ?? null }),
  }));
  await store.append(0, 'any', [], { rows });
  const parts = { store, reverter: { session: () => ({ name, role: 'restore' }) } } as unknown as LiveParts;
  return ownRecord({ parts, row: { attempt: 2, pending: order } as ActionRow }, evidence);
}

describe('the record of an own call', () => {
  it('tells which rules went', async () => {
    const answer = (await tells(among(removed), revoke, session))!;
    expect(answer.revoked).toMatchObject([ssh, web]);
    expect([answer.made, answer.unknown]).toEqual([null, 0]);
  });

  it('tells which rules came, with their new ids', async () => {
    const added = told('rules-added', [{ ...ssh, id: 'sgr-9', op: 'add' }]);
    const answer = (await tells(among(added), authorize, session))!;
    expect(answer.made).toMatchObject([{ ...ssh, id: 'sgr-9' }]);
    expect([answer.revoked, answer.unknown]).toEqual([null, 0]);
  });

  it('of a rewrite tells that it came through, and no rules', async () => {
    const rewrite: Ec2Order = {
      ...{ action: 'act_1', site, call: 'rewrite', role: 'restore', group: 'sg-1', rules: [ssh], image: [ssh] },
    };
    const modified = told('rules-modified', [{ ...ssh, op: 'after' }]);
    expect(await tells(among(modified), rewrite, session)).toEqual({ revoked: null, made: null, unknown: 0 });
  });

  it('of tags that are set by one call and removed by another is the record of either: reads tell of the other', async () => {
    const both: Ec2Order = {
      ...{ action: 'act_1', site, call: 'set-tags', role: 'restore', resource: 'sg-1' },
      ...{ set: { env: 'prod' }, remove: ['new'] },
    };
    const tags = (set: Readonly<Record<string, string>>, gone: readonly string[]) =>
      changeWith({ kind: 'tags-changed', rule: null, set, removed: gone, record: { actor: actorWith({ session }) } });
    for (const change of [tags({ env: 'prod' }, []), tags({}, ['new'])])
      expect(await tells(among(change), both, session)).toEqual({ revoked: null, made: null, unknown: 0 });
    expect(await tells(among(tags({ env: 'dev' }, [])), both, session)).toBeNull();
  });

  it('is none where it met the announcement of an earlier attempt that said the same; but the same rules go only once', async () => {
    const added = told('rules-added', [{ ...ssh, id: 'sgr-9', op: 'add' }]);
    expect(await tells(among(added), authorize, session, 1)).toBeNull();
    expect((await tells(among(removed), revoke, session, 1))!.revoked).toMatchObject([ssh, web]);
  });

  it('leaves out rules of which it does not tell enough', async () => {
    for (const part of ['direction', 'protocol', 'peer'] as const) {
      const partly = told('rules-removed', [
        { ...ssh, op: 'remove', [part]: null },
        { ...web, op: 'remove' },
      ]);
      expect((await tells(among(partly), revoke, session))!.revoked).toMatchObject([web]);
    }
  });

  it('is none of another session, of a refused call, of another call, group or other rules', async () => {
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
      expect(await tells(among(change), revoke, session)).toBeNull();
    expect(await tells(among(removed), revoke, 'portcullis-act_2')).toBeNull();
    expect(await tells(among(removed), authorize, session)).toBeNull();
    expect((await tells(among(fewer, removed), revoke, session))!.revoked).toMatchObject([ssh, web]);
  });
});
