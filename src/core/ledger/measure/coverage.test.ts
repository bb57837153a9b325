import { describe, expect, test } from 'vitest';
import { checkWith, gained, policyWith } from '../../../../test/builders/policy.ts';
import type { Group } from '../../group/group.ts';
import type { Policy, Route } from '../../policy/policy.ts';
import { type CoverageKnown, coverageOf } from './coverage.ts';

const now = Date.parse('2026-03-02T09:00:00Z');
const day = 86_400_000;

const group = (id: string, odd: Partial<Group> = {}): Group => ({
  ...{ id: `sg-${id}`, name: id, vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' },
  ...{ tags: { env: 'prod' }, rules: [] },
  ...odd,
});

const route = (odd: Partial<Route> = {}): Route => ({
  ...{ id: 'all', min: 'low', where: {}, to: ['slack'], groupFor: null, budget: null, dailyAt: null, weeklyAt: null },
  ...{ zone: 'UTC', quietHours: null, acknowledgeWithin: {}, escalateTo: [] },
  ...odd,
});

const policy = (odd: Partial<Policy> = {}): Policy => ({
  ...policyWith({ checks: { ssh: { when: gained() } }, notify: [route()] }),
  ...odd,
});

const asked = (groups: readonly Group[], odd: Partial<CoverageKnown> = {}) =>
  coverageOf({
    ...{ groups, policy: policy(), critical: ['prod'], now },
    heard: new Map([['111122223333/eu-west-1', now - 29 * day]]),
    confirmed: new Map([['slack', now - day]]),
    ...odd,
  });

const whys = (groups: readonly Group[], odd: Partial<CoverageKnown> = {}) =>
  asked(groups, odd).gaps.map(({ why }) => why);

describe('critical coverage', () => {
  test('R109: with one region that nothing is heard from it is below 100 %, and the gaps are listed', () => {
    const groups = [group('a'), group('b'), group('c', { region: 'us-east-1' }), group('d', { tags: { env: 'dev' } })];
    expect(asked(groups)).toEqual({
      ...{ groups: 4, critical: 3, covered: 2, part: 2 / 3 },
      gaps: [
        {
          ...{ account: '111122223333', region: 'us-east-1', group: 'sg-c', name: 'c' },
          why: ['no record or drill of its account and region within 30 days'],
        },
      ],
    });
    const heard = new Map([
      ['111122223333/eu-west-1', now],
      ['111122223333/us-east-1', now],
    ]);
    expect(asked(groups, { heard }).part).toBe(1);
  });

  test('R109: a path that brought nothing for more than 30 days is not proven', () => {
    expect(asked([group('a')], { now: now + day }).part).toBe(1);
    expect(asked([group('a')], { now: now + day + 1 }).part).toBe(0);
  });

  test('R109: a group that nothing says the environment of is not covered, so that missing tags are seen', () => {
    expect(asked([group('a', { tags: {} })])).toMatchObject({ critical: 1, covered: 0 });
    expect(whys([group('a', { tags: {} })])).toEqual([['no tag and no account says its environment']]);
  });

  test('R109: a policy that asks nothing about a group does not cover it', () => {
    const other = checkWith('ssh', { when: gained(), where: { name: ['b'] } });
    const off = checkWith('ssh', { when: gained(), severity: { else: 'high', prod: 'none' } });
    for (const checks of [[], [other], [off]])
      expect(whys([group('a')], { policy: policy({ checks }) })).toEqual([['no check of the policy asks about it']]);
    expect(asked([group('b')], { policy: policy({ checks: [other] }) }).part).toBe(1);
  });

  test('R109: nobody who is told, or nobody who confirmed it, does not cover it', () => {
    const why = [['no channel of its routes is confirmed']];
    expect(whys([group('a')], { confirmed: new Map([['mail', now]]) })).toEqual(why);
    for (const notify of [[], [route({ where: { name: ['b'] } })], [route({ to: ['pager'] })]])
      expect(whys([group('a')], { policy: policy({ notify }) })).toEqual(why);
    const owned = group('a', { tags: { env: 'prod', owner: 'payments' } });
    const toOwner = { policy: policy({ notify: [route({ to: ['owner'] })] }) };
    const confirmed = new Map([['owner:payments', now]]);
    expect(asked([owned], { ...toOwner, confirmed }).part).toBe(1);
    expect(asked([group('a')], { ...toOwner, confirmed }).part).toBe(0);
  });

  test('where nothing is critical there is no part of it', () => {
    expect(asked([group('a', { tags: { env: 'dev' } })])).toMatchObject({ groups: 1, critical: 0, part: null });
    expect(asked([])).toMatchObject({ groups: 0, critical: 0, part: null });
  });
});
