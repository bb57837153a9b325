import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupWith } from '../../../test/builders/matter.ts';
import { policyWith } from '../../../test/builders/policy.ts';
import type { GroupFacts } from '../facts/facts.ts';
import { fitsGlob } from '../policy/glob.ts';
import type { Account, Where } from '../policy/policy.ts';
import { groupContextOf } from './contexts.ts';
import { matchesWhere } from './where.ts';

const shop: Account = {
  id: '111122223333',
  name: 'shop-prod',
  ou: 'prod/shop',
  owner: 'payments',
  environment: 'live',
};
const policy = policyWith({ directory: { accounts: new Map([[shop.id, shop]]), people: [] } });
const scene = (parts: Partial<GroupFacts>) => groupContextOf(groupWith(parts), policy);
const is = (where: Where, parts: Partial<GroupFacts> = {}) => matchesWhere(where, scene(parts)).is;

describe('globs', () => {
  test('stand for any run and for one character, in their own case, and for nothing else', () => {
    const yes = [
      ['*', ''],
      ['web-*', 'web-'],
      ['w?b', 'wéb'],
      ['?', '😀'],
      ['*a*b', 'xaybab'],
      ['a.c', 'a.c'],
    ] as const;
    const no = [
      ['web-*', 'WEB-1'],
      ['?', ''],
      ['a.c', 'abc'],
      ['a', 'a '],
      ['[ab]', 'a'],
      ['*a*b', 'xba'],
    ] as const;
    for (const [pattern, text] of yes) expect([pattern, fitsGlob(pattern, text)]).toEqual([pattern, true]);
    for (const [pattern, text] of no) expect([pattern, fitsGlob(pattern, text)]).toEqual([pattern, false]);
  });

  test('agree with the regular expression that they mean', () => {
    const anyText = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((signs) => signs.join(''));
    fc.assert(
      fc.property(anyText, fc.stringMatching(/^[ab]{0,8}$/), (pattern, text) => {
        const meaning = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(fitsGlob(pattern, text)).toBe(meaning.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('a hostile pattern of many stars is answered at once', () => {
    expect(fitsGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

describe('contexts', () => {
  test('R33: the first source that answers wins, through the map, and silence is `else`', () => {
    expect(scene({ tags: { env: 'dev', Environment: 'production' } }).environment.value).toBe('prod');
    expect(scene({ tags: { Env: 'dev' } }).environment.value).toBe('dev');
    expect(scene({ tags: { ENV: 'dev' } }).environment).toMatchObject({ value: 'prod', answered: 'yes' });
    expect(scene({ tags: { ENV: 'dev' }, account: '444455556666' }).environment).toMatchObject({
      value: 'prod',
      answered: 'no',
    });
    expect([scene({ tags: {} }).owner.value, scene({ tags: { owner: 'web' } }).owner.value]).toEqual([
      'payments',
      'web',
    ]);
    expect(scene({ tags: { env: '' } }).environment).toMatchObject({ value: 'prod', answered: 'yes' });
  });

  test('R33: with tags unknown, or not all of them known, it is taken as `else`, and said', () => {
    for (const unknown of [{ tags: null }, { tags: { name: 'x' }, tagsPartly: true as const }]) {
      const { environment } = scene({ ...unknown, account: '444455556666' });
      expect(environment).toMatchObject({ value: 'prod', answered: 'unknown', doubt: { what: 'tags' } });
    }
    expect(scene({ tags: { environment: 'dev' }, tagsPartly: true }).environment).toMatchObject({
      value: 'dev',
      doubt: null,
    });
  });

  test('answers that are not among the values do not count', () => {
    const { environment, owner } = policy.contexts;
    const contexts = { environment: { ...environment, values: ['prod', 'dev'] }, owner };
    const ask = (tags: Record<string, string>) =>
      groupContextOf(groupWith({ tags, account: null }), { contexts, directory: policy.directory }).environment;
    expect(ask({ env: 'tmp' })).toMatchObject({ value: 'prod', answered: 'unknown' });
    expect(ask({ env: 'tmp', Env: 'dev' })).toMatchObject({ value: 'dev', answered: 'yes' });
  });

  test('a tag that is named as something every object has is only a tag', () => {
    expect(scene({ tags: {}, account: '444455556666' }).environment.answered).toBe('no');
    expect(is({ tags: { constructor: ['*'] } }, { tags: {} })).toBe('no');
  });
});

describe('where', () => {
  test('R34 R36 R51 R170 BM-20: every condition must hold, any one of its values is enough', () => {
    const where: Where = { name: ['web-*', 'edge'], tags: { class: ['pii', 'card'] }, region: ['eu-*'] };
    expect(is(where, { name: 'edge', tags: { class: 'card' } })).toBe('yes');
    expect(is(where, { name: 'edge', tags: { class: 'none' } })).toBe('no');
    expect(is(where, { name: 'db', tags: { class: 'card' } })).toBe('no');
    expect(is({}, {})).toBe('yes');
  });

  test('account by id or by name, OU by the directory', () => {
    expect([is({ account: ['1111*'] }), is({ account: ['shop-*'] }), is({ account: ['other'] })]).toEqual([
      'yes',
      'yes',
      'no',
    ]);
    expect([is({ ou: ['prod/*'] }), is({ ou: ['prod/*'] }, { account: '444455556666' })]).toEqual(['yes', 'no']);
  });

  test('the default group of a VPC is the one of that name', () => {
    expect([is({ default: [true] }, { name: 'default' }), is({ default: [false] }, { name: 'default' })]).toEqual([
      'yes',
      'no',
    ]);
  });

  test('R35: what the group is on; `nothing` when it is on nothing', () => {
    const attached = { kinds: ['rds' as const], count: 1, exposed: null, beside: [], otherTime: null };
    expect([is({ attached: ['rds', 'ec2'] }, { attached }), is({ attached: ['ec2'] }, { attached })]).toEqual([
      'yes',
      'no',
    ]);
    const onNothing: Where = { attached: ['nothing'] };
    expect([is(onNothing), is(onNothing, { attached })]).toEqual(['yes', 'no']);
  });

  test('what is not known makes it maybe, unless something known says no', () => {
    const asked: readonly [Where, Partial<GroupFacts>][] = [
      [{ name: ['web-*'] }, { name: null }],
      [{ group: ['sg-1'] }, { id: null }],
      [{ vpc: ['vpc-1'] }, { vpc: null }],
      [{ account: ['1*'] }, { account: null }],
      [{ ou: ['*'] }, { account: null }],
      [{ default: [true] }, { name: null }],
      [{ tags: { a: ['*'] } }, { tags: null }],
      [{ tags: { a: ['*'] } }, { tags: { b: '' }, tagsPartly: true }],
      [{ attached: ['rds'] }, { attached: null }],
      [{ attached: ['rds'] }, { attached: { ...groupWith().attached!, partly: true } }],
      [{ environment: ['dev'] }, { tags: null }],
    ];
    for (const [where, parts] of asked) {
      expect([where, is(where, parts)]).toEqual([where, 'maybe']);
      expect(is({ ...where, region: ['us-*'] }, parts)).toBe('no');
    }
  });

  test('an environment that is taken as `else` counts as that, with the assumption told', () => {
    const found = matchesWhere({ environment: ['prod'] }, scene({ tags: null }));
    expect([found.is, found.unknowns.map(({ what }) => what)]).toEqual(['yes', ['tags']]);
  });
});
