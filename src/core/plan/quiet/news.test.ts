import { describe, expect, test } from 'vitest';
import { attempts, gained, lost } from '../../../../test/builders/policy.ts';
import { decisionOf, type Told } from '../../../../test/builders/told-decision.ts';
import { rule } from '../../../../test/oracle/universe.ts';
import { reachOf } from '../../reach/reach.ts';
import { writeRows } from '../../reach/rows.ts';
import type { Decision } from '../decision.ts';
import { readNews } from './news.ts';

const asked = [
  { id: 'no-ssh', when: gained() },
  { id: 'protected', when: lost() },
  { id: 'probing', when: attempts(3, 600) },
  { id: 'hammering', when: attempts(9, 3600) },
];
const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const open = reachOf([rule('tcp', 22, '0.0.0.0/0')]);

function newsOf(told: Partial<Told> = {}, parts: Partial<Decision> = {}) {
  return readNews({ ...decisionOf({ id: 'chg_1', severity: 'high', ...told }), ...parts }, { checks: asked });
}

const checking = (...checks: readonly object[]) => ({ verdict: { checks } }) as unknown as Partial<Decision>;
const ruled = (id: string, parts: object = {}) => ({ id, ruling: 'breach', severity: 'high', ...parts });

describe('who and what', () => {
  const { on, actor } = decisionOf({ id: 'chg_1' });

  test('a group is known by account, region and id, and called by its name', () => {
    expect(newsOf()).toMatchObject({ subject: '111122223333 eu-west-1 group sg-web', name: 'sg-web' });
    expect(newsOf({}, { on: { ...on, name: 'web' } }).name).toBe('web');
    expect(newsOf({}, { on: { ...on, id: null, name: 'web' } }).subject).toBe('111122223333 eu-west-1 group web');
    expect(newsOf({}, { on: { ...on, name: null } }).name).toBe('sg-web');
    expect(newsOf({}, { on: { ...on, id: null, name: null } }).name).toBe('111122223333 eu-west-1 group');
  });

  test('an actor is known by principal and session, one that is not known by account and address', () => {
    const by = (parts: Partial<Decision['actor']>) => newsOf({}, { actor: { ...actor, ...parts } });
    expect(by({}).principal).toBe('arn:aws:iam::111122223333:user/alice');
    expect(by({ principal: null }).principal).toBe('111122223333 192.0.2.1');
    expect(by({ session: 'one' }).session).not.toBe(by({ session: 'two' }).session);
    expect(by({ session: 'one' }).principal).toBe(by({ session: 'two' }).principal);
  });

  test('the groups that are put on something are carried, those that are taken off are not', () => {
    const puts = { puts: ['sg-1', 'sg-2'], group: 'eni-1' };
    expect(newsOf(puts).carries).toEqual(['111122223333 eu-west-1 group sg-1', '111122223333 eu-west-1 group sg-2']);
    expect(newsOf(puts, { kind: 'detached' }).carries).toEqual([]);
    expect(newsOf().carries).toEqual([]);
    const { groups, ...untold } = decisionOf({ id: 'chg_1', ...puts });
    expect(readNews(untold as Decision, { checks: asked }).carries).toEqual([]);
  });
});

describe('the checks that count', () => {
  test('are those that nothing excuses, and the worst of them is how bad it is', () => {
    const news = newsOf(
      {},
      checking(
        ruled('a', { ruling: 'permitted', severity: 'critical' }),
        ruled('b', { severity: 'low' }),
        ruled('c', { ruling: 'unknown', severity: 'medium' }),
      ),
    );
    expect(news).toMatchObject({ severity: 'medium', over: false });
    expect(news.checks).toEqual([
      { id: 'b', severity: 'low', over: false },
      { id: 'c', severity: 'medium', over: false },
    ]);
  });

  test('it is over where all of them are, and only there', () => {
    expect(newsOf({ over: true })).toMatchObject({ over: true, checks: [{ over: true }] });
    expect(newsOf({}, checking(ruled('a', { over: true }), ruled('b'))).over).toBe(false);
    expect(newsOf({ severity: 'none' }).over).toBe(false);
  });

  test('a decision that no policy was asked about objects to nothing', () => {
    const { verdict, ...unjudged } = decisionOf({ id: 'chg_1' });
    expect(readNews(unjudged as Decision, { checks: asked })).toMatchObject({ checks: [], severity: 'none' });
  });
});

describe('refused calls', () => {
  test('R23: are one thing of their actor, for as long as the longest of the checks looks back', () => {
    expect(newsOf({ refused: true, check: 'probing' })).toMatchObject({
      ...{ episode: 600_000, effect: 'refused', subject: 'refused arn:aws:iam::111122223333:user/alice' },
    });
    expect(newsOf({}, checking(ruled('probing'), ruled('hammering'))).episode).toBe(3_600_000);
    expect(newsOf().episode).toBeNull();
  });
});

describe('what it did', () => {
  const rows = writeRows(open);
  const effect = { group: null, interface: null, before: 'known', certain: null } as const;
  const effects = (gains: typeof rows, losses: typeof rows | null): Partial<Decision> => ({
    effects: [{ ...effect, gained: gains, lost: losses }],
  });

  test('moves reach, or does not', () => {
    expect([newsOf({ opens: ssh }).moves, newsOf({ closes: ssh }).moves, newsOf().moves]).toEqual([true, true, false]);
    expect(newsOf({}, effects([], null))).toMatchObject({ moves: true, losesUnknown: true });
    expect(newsOf({ closes: ssh }).losesUnknown).toBe(false);
  });

  test('is the reach that it gained and lost, read once', () => {
    const news = newsOf({ opens: ssh });
    expect(news.gained()).toEqual(open);
    expect(news.gained()).toBe(news.gained());
    expect(news.lost()).toEqual({ ingress: [], egress: [] });
    expect(newsOf({ closes: ssh }).lost()).toEqual(open);
    expect(newsOf({}, effects([], null)).lost()).toEqual({ ingress: [], egress: [] });
    expect(newsOf({}, effects([{ ...rows[0]!, services: ['nonsense'] }], [])).gained()).toEqual({
      ...{ ingress: [], egress: [] },
    });
  });

  test('takes what must stay, by a check of the policy or a baseline', () => {
    expect(newsOf({ check: 'protected', closes: ssh }).takes).toBe(true);
    expect(newsOf({ check: 'edge.missing', closes: ssh }).takes).toBe(true);
    expect(newsOf({ check: 'edge.extra', opens: ssh }).takes).toBe(false);
    expect(newsOf({ opens: ssh }).takes).toBe(false);
    const own = [{ id: 'is.missing', when: gained() }];
    const told = decisionOf({ id: 'chg_1', severity: 'high', check: 'is.missing', opens: ssh });
    expect(readNews(told, { checks: own }).takes).toBe(false);
  });

  test('has the same text for one more address of the same kind, and for the same in any order', () => {
    const one = newsOf({ opens: ['8.8.8.8/32', 'tcp/22'] }).effect;
    expect(one).toBe('+ingress tcp/22 few');
    expect(newsOf({ opens: ['9.9.9.9/32', 'tcp/22'] }).effect).toBe(one);
    expect(newsOf({ opens: ssh }).effect).toBe('+ingress tcp/22 most');
    const two = [...rows, { ...rows[0]!, services: ['tcp/23', 'tcp/25'] }];
    expect(newsOf({}, effects(two, [])).effect).toBe('+ingress tcp/22 most; +ingress tcp/23,tcp/25 most');
    expect(newsOf({}, effects(two.toReversed(), [])).effect).toBe(newsOf({}, effects(two, [])).effect);
    expect(newsOf({}, effects([...rows, ...rows], [])).effect).toBe('+ingress tcp/22 most');
  });

  test('of several groups is what happened to any of them', () => {
    const both = (...lost: readonly (typeof rows | null)[]) =>
      newsOf({}, { effects: lost.map((each) => ({ ...effect, gained: [], lost: each })) });
    expect(both([], rows)).toMatchObject({ moves: true, losesUnknown: false });
    expect(both([], null)).toMatchObject({ moves: true, losesUnknown: true });
    expect(both([], []).moves).toBe(false);
    expect(newsOf({ closes: ssh }, checking(ruled('no-ssh'), ruled('protected'))).takes).toBe(true);
  });

  test('of tags that opened something is both', () => {
    const tags = { set: { env: 'dev' }, removed: [] };
    expect(newsOf({ opens: ssh }, { tags }).effect).toBe('+ingress tcp/22 most; tags env ');
  });

  test('names what it took only where a check objects to that', () => {
    expect(newsOf({ check: 'protected', closes: ssh }).effect).toBe('-ingress tcp/22 most');
    expect(newsOf({ closes: ssh }).effect).toBe('rules-added');
    expect(newsOf({ check: 'protected' }, effects([], null)).effect).toBe('rules-added');
  });

  test('counts what was open for a while', () => {
    const passing = { gained: rows, from: '2026-03-02T00:00:00Z', to: '2026-03-02T00:01:00Z', seconds: 60 };
    expect(newsOf({}, { effects: [{ ...effect, gained: [], lost: [], passing }] }).effect).toBe('+ingress tcp/22 most');
  });

  test('of tags is which were set and which went, else the kind of the change', () => {
    expect(newsOf({}, { tags: { set: { env: 'dev' }, removed: ['owner'] } }).effect).toBe('tags env owner');
    expect(newsOf({}, { kind: 'described' }).effect).toBe('described');
  });
});
