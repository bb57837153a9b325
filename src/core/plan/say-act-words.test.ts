import { describe, expect, test } from 'vitest';
import { changeWith } from '../../../test/builders/change.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Change } from '../change/change.ts';
import { noEffect } from '../reach/bounds.ts';
import { nothing, reachOf } from '../reach/reach.ts';
import { type Act, sayAct, shortAct } from './say-act.ts';

const acting = (changes: readonly Change[], parts: Partial<Act> = {}): Act => ({
  ...{ changes, effect: noEffect, passing: null, setting: {} },
  ...parts,
});

const seen = { ...rule('tcp', 22, '0.0.0.0/0'), id: null, description: null, op: 'add' } as const;
const groups = [
  { id: 'sg-1', name: 'web' },
  { id: null, name: 'db' },
];
const attached = { kind: 'attached', groups, complete: false, latent: false } as const;
const list = { kind: 'list-edited', added: [], removed: [], entries: 'known', version: 1 } as const;

describe('an act that moves nothing is told by what was done', () => {
  test.each<[Parameters<typeof changeWith>[0], string]>([
    [{ kind: 'group-created', rules: [], maybe: [], tags: {} }, 'group created'],
    [{ kind: 'group-created', rules: [], maybe: [], tags: {}, origin: 'implied' }, 'default group made with its VPC'],
    [{ kind: 'group-deleted' }, 'group deleted'],
    [{ kind: 'group-deleted', origin: 'implied' }, 'default group removed with its VPC'],
    [{ kind: 'described', rules: [seen, seen] }, '2 rule descriptions changed'],
    [
      { kind: 'tags-changed', rule: null, set: { env: 'prod', team: 'web' }, removed: ['owner', 'cost'] },
      'tags set: env=prod, team=web; tags removed: owner, cost',
    ],
    [{ kind: 'tags-changed', rule: null, set: { env: 'prod' }, removed: [] }, 'tags set: env=prod'],
    [{ kind: 'tags-changed', rule: null, set: {}, removed: [] }, 'tags'],
    [
      { ...list, act: 'modified', added: [{ cidr: '192.0.2.0/24', description: null }], removed: ['a', 'b'] },
      'prefix list modified: 1 in, 2 out',
    ],
    [{ ...list, act: 'restored', entries: 'unknown' }, 'prefix list restored, entries unknown'],
    [attached, 'groups put on: sg-1, db'],
    [{ ...attached, groups: [], complete: true }, 'groups put on: the default group'],
    [{ ...attached, latent: true }, 'groups for later launches: sg-1, db'],
    [{ ...attached, kind: 'detached' }, 'groups taken off: sg-1, db'],
    [{ kind: 'associated', other: 'vpc-2' }, 'usable with vpc-2'],
    [{ kind: 'associated', other: null }, 'usable with another VPC'],
    [{ kind: 'dissociated', other: 'vpc-2' }, 'no longer usable with vpc-2'],
    [{ kind: 'dissociated', other: null }, 'no longer usable with the other VPC'],
  ])('%j', (parts, words) => {
    const act = acting([changeWith(parts)]);
    expect([sayAct(act), shortAct(act)]).toEqual([words, words]);
  });

  test.each([
    ['rules-added', 'to add'],
    ['rules-removed', 'to remove'],
    ['rules-modified', 'to rewrite'],
  ] as const)('%s are counted beside the effect they did not have', (kind, verb) => {
    const one = acting([changeWith({ kind, rules: [seen] })]);
    expect(sayAct(one)).toBe(`nothing new: already open (1 rule ${verb})`);
    expect(shortAct(one)).toBe(`1 rule ${verb}`);
    const with2 = acting([changeWith({ kind, rules: [seen, seen] })], { setting: { onlyRemoved: true } });
    expect(sayAct(with2)).toBe(`nothing lost: other rules permit it still (2 rules ${verb})`);
  });

  test('of several changes the same ones are counted, in the order in which they began', () => {
    const tag = changeWith({ kind: 'tags-changed', rule: null, set: { env: 'prod' }, removed: [] });
    const gone = changeWith({ kind: 'group-deleted' });
    expect(sayAct(acting([tag, gone]))).toBe('tags set: env=prod, group deleted');
    expect(sayAct(acting([tag, gone, tag, tag]))).toBe('tags set: env=prod and 2 more like it, group deleted');
    expect(sayAct(acting([tag, changeWith({ kind: 'rules-added', rules: [seen] })]))).toBe(
      'nothing new: already open (tags set: env=prod, 1 rule to add)',
    );
  });
});

describe('an act that moves something', () => {
  const open = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
  const gains = { ...noEffect, gained: { atLeast: open, atMost: open } };
  const one = [changeWith({ kind: 'rules-added', rules: [seen] })];
  const whole = 'the whole IPv4 Internet can reach tcp 22 (ssh)';

  test('names what else the same list touched, what passed, and what is not known', () => {
    expect(sayAct(acting(one, { effect: gains, others: 0 }))).toBe(whole);
    expect(sayAct(acting(one, { effect: gains, others: 1 }))).toBe(`${whole}; and 1 more group by the same list`);
    expect(sayAct(acting(one, { effect: gains, others: 2 }))).toBe(`${whole}; and 2 more groups by the same list`);
    expect(sayAct(acting(one, { effect: gains, doubt: 'not all is known' }))).toBe(`${whole} (not all is known)`);
    const both = acting(one, { effect: gains, passing: open });
    expect(sayAct(both)).toBe(`${whole}; for a while ${whole}, closed again`);
    expect(shortAct(both)).toBe('+IPv4 Internet → tcp 22');
    expect(shortAct(acting(one, { passing: open }))).toBe('+IPv4 Internet → tcp 22, closed again');
  });

  test('is no quiet one, though it only lost, or lost what nobody tells', () => {
    const loses = { ...noEffect, lost: { atLeast: open, atMost: open, unknown: false } };
    expect(shortAct(acting(one, { effect: loses }))).toBe('−IPv4 Internet → tcp 22');
    const untold = { ...noEffect, lost: { atLeast: nothing, atMost: nothing, unknown: true } };
    expect(sayAct(acting(one, { effect: untold }))).toBe('what was there before is not known');
    expect(shortAct(acting(one, { effect: untold }))).toBe('−unknown');
  });
});
