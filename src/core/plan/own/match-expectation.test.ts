import { describe, expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Change } from '../../change/change.ts';
import type { Ec2Order } from '../act/ec2-order.ts';
import { callWords } from './call-words.ts';
import { type Expected, isOurRole, matchExpectation, sessionOf } from './match-expectation.ts';
import { recordWords } from './record-words.ts';

const role = 'arn:aws:iam::111122223333:role/PortcullisRevoke';
const at = 1_000_000;
const span = 900_000;

interface Said {
  readonly session?: string | null;
  readonly principal?: string | null;
  readonly at?: number;
}

function told(change: object, said: Said = {}): Change {
  const actor = { principal: role, session: 'portcullis-act_1', ...said };
  const on = { kind: 'group', id: 'sg-web', name: null, vpc: null };
  return { ordinal: 0, origin: 'record', on, record: { at: said.at ?? at, actor }, ...change } as unknown as Change;
}

const revoked = (said: Said = {}) =>
  told({ kind: 'rules-removed', rules: [{ op: 'remove', ...ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1') }] }, said);

const expected: Expected = {
  ...{
    action: 'act_1',
    role,
    call: 'revoke',
    tuples: ['sgr-1'],
    on: 'sg-web',
    from: at,
    until: at + span,
    record: null,
  },
};

const meets = (change: Change, more: Partial<Expected> = {}) =>
  matchExpectation(change, 'key', [{ ...expected, ...more }]);

describe('a call of ours', () => {
  test('R99: is known by role, session, call, thing and tuples, together', () => {
    expect(meets(revoked())).toEqual(expected);
    expect(meets(revoked(), { role: `${role}2` })).toBeNull();
    expect(meets(revoked(), { action: 'act_2' })).toBeNull();
    expect(meets(revoked(), { call: 'authorize' })).toBeNull();
    expect(meets(revoked(), { on: 'sg-db' })).toBeNull();
    expect(meets(revoked(), { tuples: ['sgr-2'] })).toBeNull();
    expect(meets(revoked(), { tuples: ['sgr-1', 'sgr-2'] })).toBeNull();
    expect(meets(revoked({ session: 'portcullis-act_1x' }))).toBeNull();
    expect(meets(revoked({ session: null }))).toBeNull();
    expect(meets(revoked({ principal: 'arn:aws:iam::111122223333:role/Other' }))).toBeNull();
  });

  test('is expected for as long before its announcement as after, since no clock is AWS’s', () => {
    expect(meets(revoked({ at: at + span }))).not.toBeNull();
    expect(meets(revoked({ at: at + span + 1 }))).toBeNull();
    expect(meets(revoked({ at: at - span }))).not.toBeNull();
    expect(meets(revoked({ at: at - span - 1 }))).toBeNull();
  });

  test('is met once: again only by the same record', () => {
    expect(meets(revoked(), { record: 'key' })).not.toBeNull();
    expect(meets(revoked(), { record: 'another' })).toBeNull();
    expect(matchExpectation(revoked(), 'key', [{ ...expected, record: 'another' }, expected])).toEqual(expected);
  });

  test('is looked for only under a role of ours and a session that an action can have', () => {
    expect(sessionOf(revoked(), [role])).toBe('portcullis-act_1');
    expect(sessionOf(revoked({ session: 'alice' }), [role])).toBeNull();
    expect(sessionOf(revoked({ session: null }), [role])).toBeNull();
    expect(sessionOf(revoked(), [])).toBeNull();
    expect(isOurRole(revoked({ session: 'alice' }), [role])).toBe(true);
    expect(isOurRole(revoked({ principal: null }), [role])).toBe(false);
  });
});

describe('the words of a call', () => {
  const rules = [ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-2'), ruleOf('ingress tcp/22 2001:db8::/32', 'sgr-1')];
  const on = { group: 'sg-web', direction: 'ingress', action: 'act_1', site } as const;
  const edits = (op: string) => rules.map((rule) => ({ op, ...rule }));
  const add = [{ cidr: '192.0.2.0/24', description: null }];

  const pairs: readonly (readonly [string, Ec2Order, readonly Change[]])[] = [
    [
      'a revoke',
      { call: 'revoke', role: 'revoke', ids: ['sgr-2', 'sgr-1'], ...on },
      [told({ kind: 'rules-removed', rules: edits('remove') })],
    ],
    [
      'an authorize',
      { call: 'authorize', role: 'restore', rules, image: [], ...on },
      [told({ kind: 'rules-added', rules: edits('add').map((rule) => ({ ...rule, id: 'sgr-9' })) })],
    ],
    [
      'a rewrite',
      { call: 'rewrite', role: 'restore', group: 'sg-web', rules, image: [], action: 'act_1', site },
      [
        told({
          kind: 'rules-modified',
          rules: [...edits('before'), ...edits('after')].map((rule) => ({ ...rule, direction: null })),
        }),
      ],
    ],
    [
      'an edit of a list',
      {
        ...{ call: 'edit-list', role: 'restore', list: 'sg-web', version: 3, action: 'act_1', site },
        add,
        remove: ['198.51.100.0/24'],
      },
      [told({ kind: 'list-edited', act: 'modified', entries: 'known', added: add, removed: ['198.51.100.0/24'] })],
    ],
    [
      'a set of groups',
      { call: 'set-groups', role: 'restore', interface: 'sg-web', groups: ['sg-2', 'sg-1'], action: 'act_1', site },
      [told({ kind: 'attached', complete: true, groups: [{ id: 'sg-1' }, { id: 'sg-2' }] })],
    ],
    [
      'tags, by two calls',
      {
        ...{ call: 'set-tags', role: 'restore', resource: 'sg-web', action: 'act_1', site },
        set: { env: 'prod' },
        remove: ['temp'],
      },
      [
        told({ kind: 'tags-changed', rule: null, set: { env: 'prod' }, removed: [] }),
        told({ kind: 'tags-changed', rule: null, set: {}, removed: ['temp'] }),
      ],
    ],
  ];

  test.each(pairs)('of %s are those of its records', (_, order, changes) => {
    expect(changes.map(recordWords)).toEqual(callWords(order));
  });

  test('of what no order of ours could bring are none', () => {
    const rule = ruleOf('ingress tcp/22 0.0.0.0/0');
    expect(recordWords(told({ kind: 'rules-removed', rules: [{ op: 'remove', ...rule }] }))).toBeNull();
    expect(recordWords(told({ kind: 'rules-removed', rules: [] }))).toBeNull();
    expect(recordWords(told({ kind: 'rules-added', rules: [{ op: 'add', ...rule, protocol: null }] }))).toBeNull();
    expect(
      recordWords(told({ kind: 'list-edited', act: 'restored', entries: 'known', added: [], removed: [] })),
    ).toBeNull();
    expect(
      recordWords(told({ kind: 'list-edited', act: 'modified', entries: 'unknown', added: [], removed: [] })),
    ).toBeNull();
    expect(recordWords(told({ kind: 'attached', complete: false, groups: [] }))).toBeNull();
    expect(recordWords(told({ kind: 'attached', complete: true, groups: [{ id: null, name: 'web' }] }))).toBeNull();
    expect(recordWords(told({ kind: 'group-deleted' }))).toBeNull();
    expect(recordWords({ ...revoked(), on: { kind: 'group', id: null, name: 'web', vpc: null } })).toBeNull();
  });

  test('of a rule’s tags are about the rule', () => {
    const change = told({ kind: 'tags-changed', rule: 'sgr-1', set: { a: 'b' }, removed: [] });
    expect(recordWords(change)).toEqual({ call: 'set-tags', on: 'sgr-1', words: ['a=b'] });
  });
});
