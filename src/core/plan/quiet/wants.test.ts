import { describe, expect, test } from 'vitest';
import { daily, decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Route, Where } from '../../policy/policy.ts';
import type { Decision } from '../decision.ts';
import { readNews } from './news.ts';
import { digestRoutes, dueChannels } from './wants.ts';

type Parts = { readonly [K in 'on' | 'account']?: Partial<Decision[K]> };

function newsOf(told: Partial<Told> = {}, { on, account }: Parts = {}) {
  const decision = decisionOf({ id: 'chg_1', severity: 'high', ...told });
  const more = { on: { ...decision.on, ...on }, account: { ...decision.account, ...account } };
  return readNews({ ...decision, ...more }, { checks: [] });
}

const channels = (routes: readonly Route[], news = newsOf()) => [...dueChannels(news, routes).keys()];

describe('the channels that are told at once', () => {
  test('are those of every route that means it, each once; daily routes tell nobody at once', () => {
    const routes = [routeOf({ to: ['a', 'b'] }), routeOf({ to: ['b', 'c'] }), routeOf({ ...daily, to: ['d'] })];
    expect(channels(routes)).toEqual(['a', 'b', 'c']);
  });

  test('the owner is told on a channel of its own, and what nobody owns on one for that', () => {
    const route = routeOf({ to: ['owner', 'slack.secops'] });
    expect(channels([route])).toEqual(['owner:payments', 'slack.secops']);
    expect(channels([route], newsOf({}, { on: { owner: null } }))).toEqual(['owner:unowned', 'slack.secops']);
  });

  test('a route tells from its severity on, and never what is none', () => {
    expect(channels([routeOf({ min: 'high' })])).toHaveLength(1);
    expect(channels([routeOf({ min: 'critical' })])).toEqual([]);
    const [due] = dueChannels(newsOf({ severity: 'low' }), [routeOf({ min: 'none' })]).values();
    expect(due!.min).toBe('low');
    expect(channels([routeOf({ min: 'none' })], newsOf({ severity: 'none' }))).toEqual([]);
  });

  test('of two routes to one channel the looser counts, in each point by itself', () => {
    const wide = { count: 10, per: 3_600_000 };
    const tight = { count: 100, per: 86_400_000 };
    const one = routeOf({ min: 'low', groupFor: 90_000, budget: tight });
    const other = routeOf({ min: 'high', groupFor: null, budget: wide });
    for (const routes of [
      [one, other],
      [other, one],
    ])
      expect([...dueChannels(newsOf(), routes).values()]).toMatchObject([{ min: 'low', groupFor: 0, budget: wide }]);
    const [first, second] = [
      routeOf({ budget: { count: 1, per: 2 } }),
      routeOf({ budget: { count: 2, per: 4 } }),
    ] as const;
    expect([...dueChannels(newsOf(), [first, second]).values()]).toMatchObject([{ budget: first.budget }]);
    const free = routeOf({ budget: null });
    for (const routes of [
      [free, other],
      [other, free],
    ])
      expect([...dueChannels(newsOf(), routes).values()]).toMatchObject([{ budget: null }]);
  });
});

describe('the channels whose digest lists it', () => {
  test('are those of daily routes that mean it', () => {
    const high = { ...daily, to: ['a', 'owner'], min: 'high' } as const;
    const listed = (news: ReturnType<typeof newsOf>, ...routes: readonly Route[]) =>
      digestRoutes(news, routes).map(({ channel }) => channel);
    expect(listed(newsOf(), routeOf(), high, { ...daily, to: ['b'] })).toEqual(['a', 'owner:payments', 'b']);
    expect(listed(newsOf({ severity: 'low' }), high)).toEqual([]);
    expect(listed(newsOf(), { ...high, where: { region: ['us-*'] } })).toEqual([]);
  });
});

describe('what a route means', () => {
  const means = (where: Where, parts: Parts = {}) => channels([routeOf({ where })], newsOf({}, parts)).length > 0;

  test.each<[string, Where, Where, Parts | null]>([
    ['a group by id', { group: ['sg-w*'] }, { group: ['sg-db'] }, { on: { id: null } }],
    ['a group by name', { name: ['sg-web'] }, { name: ['db'] }, { on: { name: null } }],
    ['an environment', { environment: ['prod'] }, { environment: ['dev'] }, { on: { environment: null } }],
    ['an owner', { owner: ['payments'] }, { owner: ['orders'] }, { on: { owner: null } }],
    ['an account by id', { account: ['111122223333'] }, { account: ['444455556666'] }, null],
    ['a region', { region: ['eu-*'] }, { region: ['us-*'] }, null],
    ['a VPC', { vpc: ['vpc-1'] }, { vpc: ['vpc-2'] }, { on: { vpc: null } }],
    ['groups that are default', { default: [false] }, { default: [true] }, { on: { name: null } }],
  ])('%s; what nobody knows keeps nothing back', (_, fitting, other, unknown) => {
    expect([means(fitting), means(other)]).toEqual([true, false]);
    if (unknown !== null) expect(means(other, unknown)).toBe(true);
  });

  test('an account by its name too, and where it belongs', () => {
    const known = { account: { name: 'shop', ou: 'Workloads/Prod' } };
    expect(means({ account: ['shop'] }, known)).toBe(true);
    expect(means({ account: ['bank'] }, known)).toBe(false);
    expect(means({ ou: ['Workloads/*'] }, known)).toBe(true);
    expect(means({ ou: ['Sandbox'] }, known)).toBe(false);
    expect(means({ ou: ['Sandbox'] })).toBe(true);
  });

  test('default groups only', () => {
    const own = { on: { name: 'default' } };
    expect([means({ default: [true] }, own), means({ default: [false] }, own)]).toEqual([true, false]);
    expect(means({ default: [true, false] }, own)).toBe(true);
  });

  test('tags: all that are asked for, each by any of its patterns; a tag that is not there is empty', () => {
    const tagged = (tags: Readonly<Record<string, string>> | null) => ({ on: { tags } });
    const where = { tags: { tier: ['web', 'api-*'], pci: ['*'] } };
    expect(means(where, tagged({ tier: 'api-1', pci: 'yes' }))).toBe(true);
    expect(means(where, tagged({ tier: 'db', pci: 'yes' }))).toBe(false);
    expect(means({ tags: { tier: ['web'] } }, tagged({}))).toBe(false);
    expect(means({ tags: { tier: [''] } }, tagged({}))).toBe(true);
    expect(means({ tags: { constructor: ['*Object*'] } }, tagged({}))).toBe(false);
    expect(means(where, tagged(null))).toBe(true);
  });

  test('all of its conditions together', () => {
    expect(means({ environment: ['prod'], region: ['eu-west-1'] })).toBe(true);
    expect(means({ environment: ['prod'], region: ['us-east-1'] })).toBe(false);
  });
});
