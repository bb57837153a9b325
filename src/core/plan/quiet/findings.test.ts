import { describe, expect, test } from 'vitest';
import { heard } from '../../../../test/builders/heard.ts';
import { decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Severity } from '../../policy/scale.ts';
import type { Decision } from '../decision.ts';

const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const rdp = ['0.0.0.0/0', 'tcp/3389'] as const;

const opens = (id: string, at: number, more: Partial<Told> = {}): Told => ({
  id,
  at,
  severity: 'high',
  opens: ssh,
  ...more,
});
const takes = (id: string, at: number, more: Partial<Told> = {}): Told => ({
  ...{ id, at, severity: 'high', check: 'protected', closes: rdp },
  ...more,
});

type Checked = readonly [id: string, severity: Severity, over?: boolean];

/** A decision with these checks in place of its one. */
function under(told: Told, ...checks: readonly Checked[]): Decision {
  const ruled = checks.map(([id, severity, over = false]) => ({
    ...{ id, severity, ruling: 'breach', ...(over ? { over } : {}) },
  }));
  return { ...decisionOf(told), verdict: { checks: ruled } } as unknown as Decision;
}

/** What becomes of these, an hour or more between them. */
const fates = (all: readonly (Told | Decision)[], route = routeOf({ groupFor: null })) =>
  heard(
    all.map((each) => ('effects' in each ? each : decisionOf(each))),
    route,
  ).fates;

describe('what was told lasts', () => {
  test('until all of it is closed, in however many steps', () => {
    const half = { id: 'x', at: 3600, closes: ['0.0.0.0/1', 'tcp/22'] } as const;
    const rest = { id: 'y', at: 4000, closes: ['128.0.0.0/1', 'tcp/22'] } as const;
    expect(fates([opens('a', 0), half, opens('b', 7200)])).toMatchObject({ b: 'joined' });
    expect(fates([opens('a', 0), half, rest, opens('b', 7200)])).toMatchObject({ b: 'told' });
  });

  test('by the worst that was told of it', () => {
    const critical = opens('a', 0, { severity: 'critical' });
    expect(fates([critical, opens('b', 3600), opens('c', 7200, { severity: 'critical' })])).toEqual({
      ...{ a: 'told', b: 'joined', c: 'joined' },
    });
  });

  test('for all that was opened under it: closing the last of two is not closing both', () => {
    const one = opens('a', 0, { opens: ['8.8.8.8/32', 'tcp/22'] });
    const other = opens('b', 3600, { opens: ['9.9.9.9/32', 'tcp/22'] });
    const closed = { id: 'x', at: 4000, closes: ['9.9.9.9/32', 'tcp/22'] } as const;
    expect(fates([one, other, closed, { ...one, id: 'c', at: 7200 }])).toMatchObject({ b: 'joined', c: 'joined' });
  });

  test('until the group is gone, where the call was not refused', () => {
    const ends = (result: 'applied' | 'failed'): Decision => {
      const decision = decisionOf({ id: 'x', at: 3600 });
      return { ...decision, kind: 'group-deleted', call: { ...decision.call, result } };
    };
    expect(fates([opens('a', 0), ends('applied'), opens('b', 7200)])).toMatchObject({ b: 'told' });
    expect(fates([opens('a', 0), ends('failed'), opens('b', 7200)])).toMatchObject({ b: 'joined' });
  });

  test('of tags, until they are changed so that nothing objects', () => {
    const tagging = (told: Told): Decision => ({
      ...{ ...decisionOf(told), kind: 'tags-changed', tags: { set: { env: 'dev' }, removed: [] } },
    });
    const [a, b] = [tagging({ id: 'a', severity: 'high' }), tagging({ id: 'b', at: 7200, severity: 'high' })];
    expect(fates([a, b])).toMatchObject({ b: 'joined' });
    expect(fates([a, tagging({ id: 'x', at: 3600 }), b])).toMatchObject({ b: 'told' });
    expect(fates([a, { id: 'x', at: 3600, closes: rdp }, b])).toMatchObject({ b: 'joined' });
    expect(fates([a, tagging({ id: 'x', at: 3600, severity: 'low', check: 'other' }), b])).toMatchObject({
      b: 'joined',
    });
  });

  test('of what must stay, until it is back', () => {
    expect(fates([takes('a', 0), takes('b', 7200)])).toMatchObject({ b: 'joined' });
    expect(fates([takes('a', 0), { id: 'x', at: 3600, opens: rdp }, takes('b', 7200)])).toMatchObject({ b: 'told' });
    expect(fates([takes('a', 0), { id: 'x', at: 3600, opens: ssh }, takes('b', 7200)])).toMatchObject({ b: 'joined' });
  });
});

describe('what is known already', () => {
  test('is so under every check that a channel is told of, not under those below', () => {
    const [a, b] = [opens('a', 0), opens('b', 7200)];
    const high = routeOf({ groupFor: null, min: 'high' });
    expect(fates([under(a, ['one', 'high']), under(b, ['one', 'high'], ['two', 'low'])], high).b).toBe('joined');
    expect(fates([under(a, ['one', 'high']), under(b, ['one', 'high'], ['two', 'high'])], high).b).toBe('told');
    expect(fates([under(a, ['one', 'high'], ['two', 'low']), under(b, ['two', 'high'])], high).b).toBe('told');
  });

  test('is not what was open for a while only under one of its checks', () => {
    const first = under(opens('a', 0), ['one', 'high'], ['two', 'high', true]);
    expect(fates([first, under(opens('b', 7200), ['two', 'high'])]).b).toBe('told');
    expect(fates([first, under(opens('b', 7200), ['one', 'high'])]).b).toBe('joined');
  });
});

describe('what is put on something', () => {
  const puts = (id: string, at: number, ...groups: readonly string[]): Told => ({
    ...{ id, at, by: 'autoscaling', group: 'eni-1', severity: 'high', opens: ssh, puts: groups },
  });

  test('is known where its group was told of, as bad and under the same check', () => {
    expect(fates([opens('a', 0), puts('b', 3600, 'sg-old', 'sg-web')]).b).toBe('joined');
    expect(fates([opens('a', 0, { severity: 'medium' }), puts('b', 3600, 'sg-web')]).b).toBe('told');
    expect(fates([opens('a', 0, { check: 'other' }), puts('b', 3600, 'sg-web')]).b).toBe('told');
    const high = routeOf({ groupFor: null, min: 'high' });
    const [a, b] = [
      under(opens('a', 0), ['one', 'high']),
      under(puts('b', 3600, 'sg-web'), ['one', 'high'], ['two', 'low']),
    ];
    expect(fates([a, b], high).b).toBe('joined');
    expect(fates([a, under(puts('b', 3600, 'sg-web'), ['one', 'high'], ['two', 'high'])], high).b).toBe('told');
  });

  test('is known of the next thing that its group is put on', () => {
    const next = { ...puts('c', 7200, 'sg-web'), group: 'eni-2' };
    expect(fates([puts('b', 3600, 'sg-web'), next]).c).toBe('joined');
  });
});

describe('what waits to be told', () => {
  const waiting = (...all: readonly Told[]) => fates(all, routeOf());

  test('is told though one of its groups was closed again', () => {
    const [a, b] = [opens('a', 0, { group: 'sg-a' }), opens('b', 1, { group: 'sg-b' })];
    expect(waiting(a, b, { id: 'x', at: 40, group: 'sg-a', closes: ssh })).toMatchObject({ a: 'told', b: 'joined' });
  });

  test('is not told when it was closed, though something else of its group still is so', () => {
    const b = opens('b', 7200, { by: 'bob', opens: rdp });
    expect(waiting(opens('a', 0), b, { id: 'x', at: 7240, by: 'bob', closes: rdp })).toMatchObject({ b: 'digested' });
  });

  test('is no reason to keep silent about the next thing that its group is put on, once it was closed', () => {
    const puts = (id: string, at: number, group: string): Told => ({
      ...{ id, at, by: 'autoscaling', group, severity: 'high', opens: ssh, puts: ['sg-web'] },
    });
    const off = { id: 'x', at: 3620, by: 'autoscaling', group: 'eni-1', closes: ssh, puts: [] };
    expect(waiting(puts('b', 3600, 'eni-1'), off, puts('c', 3640, 'eni-2'))).toMatchObject({
      b: 'digested',
      c: 'told',
    });
  });

  test('is told with what takes back a part of it, at its time; what takes back all of it is told by itself', () => {
    const takesBack = takes('c', 40, { by: 'carol', closes: ssh });
    expect(waiting(opens('a', 0), takesBack)).toEqual({ a: 'digested', c: 'told' });
    const { alerts } = heard([opens('a', 0), opens('b', 1, { opens: rdp }), takesBack].map(decisionOf), routeOf());
    expect(alerts).toMatchObject([{ decisions: ['a', 'b', 'c'], at: Date.UTC(2026, 2, 2, 0, 1, 30) }]);
  });
});

describe('refused calls', () => {
  test('R23: belong together while each comes within the time that the check looks back', () => {
    const refused = (id: string, at: number): Told => ({ id, at, refused: true, severity: 'high', check: 'probing' });
    expect(fates([refused('a', 0), refused('b', 600)]).b).toBe('joined');
    expect(fates([refused('a', 0), refused('b', 601)]).b).toBe('told');
  });
});

describe('what takes back what was told', () => {
  test('does not send its message again, however bad it is', () => {
    const worst = takes('c', 3600, { by: 'carol', closes: ssh, severity: 'critical' });
    const { alerts } = heard([opens('a', 0), worst].map(decisionOf), routeOf());
    expect(alerts).toMatchObject([{ decisions: ['a'], joined: ['c'], at: Date.UTC(2026, 2, 2, 0, 1, 30) }]);
  });

  test('is known beside tags that were told of the same group', () => {
    const tagged = { ...decisionOf({ id: 'a', severity: 'high' }), tags: { set: { env: 'dev' }, removed: [] } };
    expect(fates([tagged, opens('b', 3600), takes('c', 7200, { by: 'carol', closes: ssh })]).c).toBe('joined');
  });

  test('is told with the last of what it takes back', () => {
    const both = { id: 'c', at: 7200, by: 'carol', check: 'protected', severity: 'high' } as const;
    const closing = decisionOf({ ...both, closes: ssh });
    const more = decisionOf({ ...both, closes: rdp });
    const all = { ...closing, effects: [...closing.effects, ...more.effects] };
    const { alerts } = heard([decisionOf(opens('a', 0)), decisionOf(opens('b', 3600, { opens: rdp })), all], routeOf());
    expect(alerts.map(({ decisions, joined }) => [...decisions, ...joined])).toEqual([['a'], ['b', 'c']]);
  });

  test('is news where it may have taken more, or where what it takes was there before', () => {
    const closing = decisionOf({ id: 'c', at: 7200, by: 'carol', check: 'protected', severity: 'high', closes: ssh });
    const untold = { ...closing, effects: [...closing.effects, { ...closing.effects[0]!, lost: null }] };
    expect(fates([opens('a', 0), closing]).c).toBe('joined');
    expect(fates([opens('a', 0), untold]).c).toBe('told');
    expect(fates([takes('a', 0, { closes: ssh }), closing]).c).toBe('told');
  });
});
