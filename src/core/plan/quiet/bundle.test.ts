import { describe, expect, test } from 'vitest';
import { heard, secondsOf } from '../../../../test/builders/heard.ts';
import { decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Decision } from '../decision.ts';

const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const rdp = ['0.0.0.0/0', 'tcp/3389'] as const;

const opens = (id: string, at: number, more: Partial<Told> = {}): Told => ({
  ...{ id, at, severity: 'high', opens: ssh },
  ...more,
});

/** The messages by what they were sent for. */
const messages = (...all: readonly (Told | Decision)[]) =>
  heard(
    all.map((each) => ('effects' in each ? each : decisionOf(each))),
    routeOf(),
  ).alerts.map(({ decisions, joined }) => [...decisions, ...joined]);

describe('what belongs to a message', () => {
  test('is all that one does to one group, whatever it is', () => {
    expect(messages(opens('a', 0), opens('b', 10, { opens: rdp, check: 'no-rdp' }))).toEqual([['a', 'b']]);
  });

  test('is the same effect under the same checks on other groups, and neither alone', () => {
    const elsewhere = { group: 'sg-db' };
    expect(messages(opens('a', 0), opens('b', 10, elsewhere))).toEqual([['a', 'b']]);
    expect(messages(opens('a', 0), opens('b', 10, { ...elsewhere, opens: rdp }))).toEqual([['a'], ['b']]);
    expect(messages(opens('a', 0), opens('b', 10, { ...elsewhere, check: 'other' }))).toEqual([['a'], ['b']]);
    const more = decisionOf(opens('b', 10, elsewhere));
    const checks = [...more.verdict!.checks, { ...more.verdict!.checks[0]!, id: 'other' }];
    expect(messages(opens('a', 0), { ...more, verdict: { ...more.verdict!, checks } })).toEqual([['a'], ['b']]);
  });

  test('is never what is critical, unless it is the same: that goes out by itself', () => {
    const { alerts } = heard(
      [opens('a', 0), opens('b', 10, { severity: 'critical', opens: rdp })].map(decisionOf),
      routeOf(),
    );
    expect(alerts.map((each) => [...each.decisions, secondsOf(each)])).toEqual([
      ['b', 10],
      ['a', 90],
    ]);
  });

  test('is not what opens again in the second in which all of it was closed', () => {
    const closed = { id: 'x', at: 40, closes: ssh } as const;
    expect(messages(opens('a', 0), closed, opens('b', 40))).toEqual([['b']]);
  });
});
