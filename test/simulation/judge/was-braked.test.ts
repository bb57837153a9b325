import { describe, expect, test } from 'vitest';
import { close, intentOf, ruleOf } from '../../builders/acting.ts';
import type { Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import type { Shift } from './story.ts';
import { wasBraked } from './was-braked.ts';

const start = Date.parse('2026-03-02T09:05:13Z');
const ssh = ruleOf('ingress tcp/22 198.51.100.8/30', 'sgr-1');
const sql = ruleOf('ingress tcp/3306 198.51.100.0/29', 'sgr-2');
const group = intentOf([]).on.id;
const since = start + 60_000;

/** A trial in which actions had these rules for their aims; the last one came to this, a second after `since`. */
function trial(last: string, aims: Readonly<Record<string, Parameters<typeof close>[0][]>>): Trial {
  const rows = Object.entries(aims).map(([action, rules]) => ({
    ...{ table: 'action', key: action, expect: 0 },
    value: JSON.stringify({ intent: intentOf(rules.map(close), { action }) }),
  }));
  const body = JSON.stringify({ kind: 'outcome', action: 'act_last', state: last });
  const commits = [{ at: since + 1000, by: 'w1', entries: [{ header: {}, body }], effects: { rows } }];
  return { commits } as unknown as Trial;
}

/** A call of an action of ours, at a second. */
const calls = (action: string, at: number): Shift =>
  ({ call: { action, by: 'us', at: start + at * 1000 }, group, came: [], went: [] }) as unknown as Shift;

const earlier = { act_1: [ssh], act_2: [ssh], act_3: [ssh] };
const thrice = [calls('act_1', 1), calls('act_2', 20), calls('act_3', 40)];
const braked = (of: Trial, rule: typeof ssh, shifts = thrice) =>
  wasBraked(of, shifts, { group, line: lineOf(rule), since });

describe('what was left to people as a loop', () => {
  test('is what we had acted on often in a short time, and then refused to', () => {
    expect(braked(trial('refused', { ...earlier, act_last: [ssh] }), ssh)).toBe(true);
    expect(braked(trial('verified', { ...earlier, act_last: [ssh] }), ssh)).toBe(false);
    expect(braked(trial('refused', { ...earlier, act_last: [ssh] }), ssh, thrice.slice(1))).toBe(false);
    expect(
      braked(trial('refused', { ...earlier, act_last: [ssh] }), ssh, [...thrice.slice(1), calls('act_3', 50)]),
    ).toBe(false);
    expect(
      braked(trial('refused', { ...earlier, act_last: [ssh] }), ssh, [...thrice.slice(1), calls('act_1', -600)]),
    ).toBe(false);
  });

  test('is what was to be closed with it by the same action, and nothing else', () => {
    expect(braked(trial('refused', { ...earlier, act_last: [sql, ssh] }), sql)).toBe(true);
    expect(braked(trial('refused', { ...earlier, act_last: [sql, ssh] }), sql, thrice.slice(1))).toBe(false);
    expect(braked(trial('refused', { ...earlier, act_last: [ssh] }), sql)).toBe(false);
    expect(braked(trial('refused', { ...earlier, act_last: [sql] }), sql)).toBe(false);
    expect(braked(trial('verified', { ...earlier, act_last: [sql, ssh] }), sql)).toBe(false);
  });
});
