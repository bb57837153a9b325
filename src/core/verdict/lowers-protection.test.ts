import { describe, expect, test } from 'vitest';
import { actorWith } from '../../../test/builders/actor.ts';
import { doubtsOf, groupWith, matterOf, rulingsOf, standingOf, tagChange } from '../../../test/builders/matter.ts';
import { actors, gained, judgingBy, type PartialPolicy, tagsQuestion } from '../../../test/builders/policy.ts';
import type { Matter } from '../verdict/matter.ts';
import { judge } from './judge.ts';

type Tags = Readonly<Record<string, string>>;

const guard = { when: tagsQuestion(), severity: { else: 'critical' as const } };
const by = (before: Tags, after: Tags, { checks, ...rest }: PartialPolicy, parts: Partial<Matter> = {}) =>
  judge(tagChange(before, after, parts), judgingBy({ checks: { guard, ...checks }, ...rest })).verdict.ruling;
const onlyProd = { when: gained(), where: { environment: ['prod'] } };

describe('a tag change lowers protection', () => {
  test('R159 scenario 15: when a check that applied applies no more', () => {
    const checks = { frozen: onlyProd };
    expect(by({ env: 'prod' }, { env: 'dev' }, { checks })).toBe('breach');
    expect(by({ env: 'dev' }, { env: 'prod' }, { checks })).toBe('clear');
    expect(by({ env: 'prod', a: '1' }, { env: 'prod', a: '2' }, { checks })).toBe('clear');
    expect(by({ env: 'prod' }, {}, { checks })).toBe('clear');
    const tagged = { frozen: { when: gained(), where: { tags: { protected: ['yes'] } } } };
    expect(by({ protected: 'yes' }, {}, { checks: tagged })).toBe('breach');
    expect(by({}, { protected: 'yes' }, { checks: tagged })).toBe('clear');
  });

  test('R36 R159: when severity, response, what the sweep does, or the mode gets less', () => {
    const [prod, dev] = [{ env: 'prod' }, { env: 'dev' }];
    const lesser: readonly PartialPolicy[] = [
      { checks: { ssh: { when: gained(), severity: { prod: 'high', else: 'low' } } } },
      { checks: { ssh: { when: gained(), respond: { prod: ['revert'], else: ['ask'] } } } },
      { checks: { ssh: { when: gained(), standing: { prod: ['ask'], else: ['none'] } } } },
    ];
    for (const policy of lesser) expect([by(prod, dev, policy), by(dev, prod, policy)]).toEqual(['breach', 'clear']);
    const { safety } = judgingBy({}).policy;
    const moded = (respond: 'none' | 'revert'): PartialPolicy => ({
      safety: { ...safety, mode: { prod: 'enforce', else: 'shadow' } },
      checks: { ssh: { when: gained(), respond: { else: [respond] } } },
    });
    expect([by(prod, dev, moded('revert')), by(prod, dev, moded('none'))]).toEqual(['breach', 'clear']);
  });

  test('when it turns on what excuses or lowers, or off what raises', () => {
    const checks = { ssh: { when: gained(), unless: [{ environment: ['dev'] }] } };
    expect(by({ env: 'prod' }, { env: 'dev' }, { checks })).toBe('breach');
    const milder = { milder: { when: { tags: { tier: ['test'] } }, by: -1 } };
    const worse = { worse: { when: { tags: { tier: ['gold'] } }, by: 1 } };
    const any = { ssh: { when: gained() } };
    expect(by({}, { tier: 'test' }, { checks: any, adjust: milder })).toBe('breach');
    expect(by({ tier: 'test' }, {}, { checks: any, adjust: milder })).toBe('clear');
    expect(by({ tier: 'gold' }, {}, { checks: any, adjust: worse })).toBe('breach');
    expect(by({}, { tier: 'gold' }, { checks: any, adjust: worse })).toBe('clear');
  });

  test('when a baseline applies no more', () => {
    const baselines = { edge: { groups: [], where: { tags: { edge: ['yes'] } } } };
    expect(by({ edge: 'yes' }, {}, { baselines })).toBe('breach');
    expect(by({}, { edge: 'yes' }, { baselines })).toBe('clear');
  });

  test('R50: when the group becomes untouchable by somebody who may not make it so', () => {
    const breakglass = actors('breakglass', { roles: ['arn:aws:iam::*:role/break-glass'] });
    const { safety } = judgingBy({}).policy;
    const policy = {
      safety: { ...safety, neverTouch: { groups: [], tags: { portcullis: ['off'] }, setBy: [breakglass] } },
    };
    const off = { portcullis: 'off' };
    expect([by({}, off, policy), by(off, {}, policy), by(off, { ...off, a: '1' }, policy)]).toEqual([
      'breach',
      'clear',
      'clear',
    ]);
    const actor = actorWith({ type: 'AssumedRole', principal: 'arn:aws:iam::111122223333:role/break-glass' });
    expect(by({}, off, policy, { actor })).toBe('clear');
    expect(by({}, off, policy, { actor: null })).toBe('breach');
  });

  test('is unknown where it is not known whether the check applied', () => {
    const checks = { guard, ssh: { when: gained(), where: { environment: ['prod'], attached: ['rds' as const] } } };
    const change = tagChange({ env: 'prod' }, { env: 'dev' });
    const parts = [{ ...change.parts[0]!, group: groupWith({ tags: { env: 'prod' }, attached: null }) }];
    const judged = judge({ ...change, parts }, judgingBy({ checks }));
    expect([rulingsOf(judged), doubtsOf(judged)]).toEqual([{ guard: 'unknown critical' }, ['attachments either']]);
  });

  test('a check of guard tags cannot be escaped by the very tags that it looks at', () => {
    const checks = { guard: { ...guard, where: { environment: ['prod'] } }, frozen: onlyProd };
    expect(by({ env: 'prod' }, { env: 'dev' }, { checks })).toBe('breach');
  });

  test('other changes change no tags', () => {
    const judging = judgingBy({ checks: { guard, frozen: onlyProd } });
    expect(judge(matterOf({}), judging).verdict.ruling).toBe('clear');
    expect(judge(standingOf([]), judging).verdict.ruling).toBe('clear');
  });
});

describe('missing tags', () => {
  const checks = { tagging: { when: tagsQuestion({ effect: [], missing: ['owner', 'environment'] }) } };
  const judging = judgingBy({ checks });
  const whole = { env: 'dev', owner: 'web' };

  test('R33 R158: are told of a new group, of what stands, and of a tag change that leaves them missing', () => {
    const created = (tags: Tags) =>
      judge(matterOf({ group: { tags } }, { kinds: ['group-created'] }), judging).verdict.ruling;
    expect([created({}), created({ env: 'dev' }), created(whole)]).toEqual(['breach', 'breach', 'clear']);
    expect([by({}, { owner: 'web' }, { checks }), by({}, whole, { checks }), by(whole, {}, { checks })]).toEqual([
      'breach',
      'clear',
      'breach',
    ]);
    expect(judge(standingOf([], { tags: {} }), judging).verdict.ruling).toBe('breach');
    expect(judge(matterOf({ group: { tags: {} } }), judging).verdict.ruling).toBe('clear');
  });

  test('R158: an answer that is not among the values is none', () => {
    const { contexts } = judging.policy;
    const strict = { ...contexts, environment: { ...contexts.environment, values: ['prod', 'dev'] } };
    const policy = judgingBy({ checks, contexts: strict });
    const by = (env: string) => judge(standingOf([], { tags: { ...whole, env } }), policy).verdict.ruling;
    expect([by('tmp'), by('dev')]).toEqual(['breach', 'clear']);
  });

  test('are unknown where tags are', () => {
    expect(judge(standingOf([], { tags: null }), judging).verdict.ruling).toBe('unknown');
  });
});
