import { describe, expect, test } from 'vitest';
import type { Severity } from '../../policy/scale.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { knownChecks } from './is-known.ts';
import { makeBacklog, type Owed, usualDueDays } from './make-backlog.ts';
import { withoutKnown } from './without-known.ts';

const taken = Date.parse('2026-01-31T09:00:00Z');

/** One check that objects: by what, and by which rules. */
interface Objects {
  readonly id: string;
  readonly ruling?: 'breach' | 'unknown' | 'permitted';
  readonly severity?: Severity;
  readonly by?: readonly string[];
}

type About = Partial<Pick<StandingDecision['on'], 'id' | 'name' | 'vpc'>> & {
  readonly account?: string | null;
  readonly region?: string | null;
};

function standing(checks: readonly Objects[], about: About = {}): StandingDecision {
  const { account = '111122223333', region = 'eu-west-1', ...on } = about;
  return {
    ...{ at: '2026-01-31T09:00:00Z', region, account: { id: account, name: null, ou: null } },
    on: { id: 'sg-1', name: 'web', vpc: 'vpc-1', environment: 'prod', owner: null, ...on },
    verdict: {
      ruling: 'breach',
      severity: 'critical',
      checks: checks.map(({ id, ruling = 'breach', severity = 'high' }) => ({ id, ruling, severity })),
    },
    carriers: Object.fromEntries(checks.flatMap(({ id, by }) => (by === undefined ? [] : [[id, by]]))),
  } as unknown as StandingDecision;
}

const carried = (rule: string) => ({ rule, opens: null });
const owing = (decision: StandingDecision, since: Owed['since'] = () => ({ since: null, by: null })): Owed => ({
  ...{ decision, carried, since },
});
const made = (...owed: readonly Owed[]) => makeBacklog(owed, taken, 'sha256:1', usualDueDays);

describe('a backlog of what stands', () => {
  test('leaves out what is permitted and what is of no severity', () => {
    const { entries } = made(
      owing(
        standing([
          { id: 'a', ruling: 'permitted' },
          { id: 'b', severity: 'none' },
          { id: 'c', ruling: 'unknown' },
        ]),
      ),
    );
    expect(entries.map(({ check }) => check)).toEqual(['c']);
  });

  test('says since when and by whom each rule stands', () => {
    const stood = (name: string) => ({ since: `${name} since`, by: `${name} by` });
    const { entries } = made(owing(standing([{ id: 'a', by: ['r1', 'r2'] }]), stood));
    expect(entries.map(({ rule, since, by }) => [rule, since, by])).toEqual([
      ['r1', 'r1 since', 'r1 by'],
      ['r2', 'r2 since', 'r2 by'],
    ]);
    const none = made(owing(standing([{ id: 'a', by: [] }]), stood));
    expect(none.entries).toMatchObject([{ rule: null, opens: null, since: null, by: null }]);
  });

  test('has one entry for two rules that permit the same', () => {
    const twins = { ...owing(standing([{ id: 'a', by: ['sgr-1', 'sgr-2'] }])), carried: () => carried('same') };
    expect(made(twins).entries).toHaveLength(1);
    expect(made(owing(standing([{ id: 'a' }])), owing(standing([{ id: 'a' }], { id: 'sg-2' }))).entries).toHaveLength(
      2,
    );
  });

  test('is sorted by the day it is due, then the worst first, then by group and check', () => {
    const days = { critical: 7, high: 7, medium: 90, low: 1 };
    const { entries } = makeBacklog(
      [
        owing(
          standing([
            { id: 'z', severity: 'high' },
            { id: 'y', severity: 'critical' },
            { id: 'x', severity: 'medium' },
          ]),
        ),
        owing(
          standing(
            [
              { id: 'z', severity: 'high' },
              { id: 'a', severity: 'low' },
            ],
            { id: 'sg-0' },
          ),
        ),
      ],
      taken,
      'sha256:1',
      days,
    );
    expect(entries.map(({ group, check, due }) => [group.id, check, due])).toEqual([
      ['sg-0', 'a', '2026-02-01'],
      ['sg-1', 'y', '2026-02-07'],
      ['sg-0', 'z', '2026-02-07'],
      ['sg-1', 'z', '2026-02-07'],
      ['sg-1', 'x', '2026-05-01'],
    ]);
  });
});

test('what is due sooner comes first, though it is milder', () => {
  const days = { critical: 90, high: 30, medium: 7, low: 1 };
  const checks = (['low', 'critical', 'medium', 'high'] as const).map((severity) => ({ id: severity, severity }));
  for (const each of [checks, checks.toReversed()]) {
    const { entries } = makeBacklog([owing(standing(each))], taken, 'sha256:1', days);
    expect(entries.map(({ check }) => check)).toEqual(['low', 'medium', 'high', 'critical']);
  }
});

describe('which checks it is', () => {
  const backlog = made(owing(standing([{ id: 'a', by: ['r1'] }, { id: 'b' }])));
  const known = (...checks: readonly Objects[]) => Object.fromEntries(knownChecks(backlog, standing(checks), carried));

  test('what is excused and what is of no severity is nothing to know', () => {
    expect(known({ id: 'x', ruling: 'permitted' }, { id: 'y', severity: 'none' }, { id: 'b' })).toEqual({ b: 'known' });
  });

  test('what no rule carries is not what a rule carried, nor the other way round', () => {
    expect(known({ id: 'a', by: ['r1'] }, { id: 'b' })).toEqual({ a: 'known', b: 'known' });
    expect(known({ id: 'a', by: [] }, { id: 'b', by: ['r1'] })).toEqual({ a: 'worse', b: 'worse' });
  });
});

describe('which group it is', () => {
  const known = (then: About, now: About) => {
    const backlog = made(owing(standing([{ id: 'a' }], then)));
    return knownChecks(backlog, standing([{ id: 'a' }], now), carried).get('a') === 'known';
  };

  test('ids decide where both are told, whatever the names', () => {
    expect(known({}, { name: 'api' })).toBe(true);
    expect(known({}, { name: null })).toBe(true);
    expect(known({}, { id: 'sg-2' })).toBe(false);
  });

  test('names decide where one side knows no id, and VPCs as far as both are told', () => {
    expect(known({ id: null }, {})).toBe(true);
    expect(known({}, { id: null })).toBe(true);
    expect(known({ id: null }, { id: null })).toBe(true);
    expect(known({ id: null }, { id: null, name: 'api' })).toBe(false);
    expect(known({ id: null }, { vpc: 'vpc-2' })).toBe(false);
    expect(known({ id: null }, { vpc: null })).toBe(true);
    expect(known({ id: null, vpc: null }, {})).toBe(true);
    expect(known({ id: null }, { name: null })).toBe(false);
  });

  test('never one of another account or region, as far as both are told', () => {
    expect(known({}, { account: '444455556666' })).toBe(false);
    expect(known({}, { region: 'us-east-1' })).toBe(false);
    expect(known({}, { account: null, region: null })).toBe(true);
    expect(known({ account: null, region: null }, {})).toBe(true);
  });
});

describe('what is left of a verdict', () => {
  const backlog = made(owing(standing([{ id: 'old', severity: 'critical', by: ['r1'] }])));
  const left = (...checks: readonly Objects[]) => {
    const old = { id: 'old', severity: 'critical', by: ['r1'] } as const;
    return withoutKnown(backlog, standing([old, ...checks]), carried).verdict;
  };

  test('a breach leads, with the worst of the breaches', () => {
    const checks = [
      { id: 'a', severity: 'low' },
      { id: 'b', severity: 'medium' },
      { id: 'c', severity: 'low' },
    ] as const;
    expect(left(...checks, { id: 'd', ruling: 'unknown', severity: 'critical' })).toMatchObject({
      ...{ ruling: 'breach', severity: 'medium' },
    });
  });

  test('else what may be a breach, else what is permitted, else nothing', () => {
    const permitted = { id: 'p', ruling: 'permitted', severity: 'high' } as const;
    expect(left(permitted, { id: 'a', ruling: 'unknown', severity: 'low' })).toMatchObject({
      ...{ ruling: 'unknown', severity: 'low' },
    });
    expect(left(permitted)).toMatchObject({ ruling: 'permitted', severity: 'none', checks: [{ id: 'p' }] });
    expect(left()).toMatchObject({ ruling: 'clear', severity: 'none', checks: [] });
  });
});
