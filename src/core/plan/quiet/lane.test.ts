import { describe, expect, test } from 'vitest';
import { heard, secondsOf } from '../../../../test/builders/heard.ts';
import { decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Route } from '../../policy/policy.ts';

const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const rdp = ['0.0.0.0/0', 'tcp/3389'] as const;
const hour = 3_600_000;

const tell = (told: readonly Told[], ...routes: readonly Route[]) => heard(told.map(decisionOf), ...routes);
const high = (id: string, at: number, more: Partial<Told> = {}): Told => ({
  id,
  at,
  severity: 'high',
  opens: ssh,
  ...more,
});
/** The same done by different people to different groups: messages of their own. */
const apart = (id: string, at: number, more: Partial<Told> = {}): Told =>
  high(id, at, { by: id, group: `sg-${id}`, ...more });
const sent = ({ alerts }: ReturnType<typeof tell>) =>
  alerts.map((each) => [each.kind, secondsOf(each), each.decisions.join(' ')]);

describe('the time of grouping', () => {
  test('takes in what comes up to its end, and ends a second later', () => {
    const { alerts, fates } = tell([high('a', 0), high('b', 90, { group: 'sg-b' })], routeOf());
    expect(alerts).toMatchObject([{ decisions: ['a', 'b'], joined: [] }]);
    expect(fates).toEqual({ a: 'told', b: 'joined' });
    expect(tell([high('a', 0), high('b', 91, { group: 'sg-b' })], routeOf()).fates).toEqual({ a: 'told', b: 'told' });
  });

  test('is none where a route has none', () => {
    expect(sent(tell([high('a', 0), high('b', 1, { group: 'sg-b' })], routeOf({ groupFor: null })))).toEqual([
      ['alert', 0, 'a'],
      ['alert', 1, 'b'],
    ]);
  });

  test('gathers all that one does to one group, whatever it is, and the same by nobody else', () => {
    const { alerts } = tell([high('a', 0), high('b', 10, { opens: rdp }), high('c', 20, { by: 'bob' })], routeOf());
    expect(alerts.map(({ decisions }) => decisions)).toEqual([['a', 'b'], ['c']]);
  });

  test('ends at once when something critical belongs to it; what comes later joins', () => {
    const all = [high('a', 0), high('b', 10, { severity: 'critical' }), high('c', 20, { opens: rdp })];
    const { alerts } = tell(all, routeOf());
    expect(alerts).toMatchObject([{ severity: 'critical', decisions: ['a', 'b'], joined: ['c'] }]);
    expect(alerts.map(secondsOf)).toEqual([10]);
  });

  test('what is worse than a message that went out is a message of its own', () => {
    const all = [high('a', 0, { severity: 'critical' }), high('b', 10, { severity: 'critical', opens: rdp })];
    expect(tell(all, routeOf()).fates).toEqual({ a: 'told', b: 'told' });
  });
});

describe('what was open for a while only', () => {
  test('is told at once by nobody, unless it was critical', () => {
    expect(tell([high('a', 0, { over: true })], routeOf())).toMatchObject({ alerts: [], fates: { a: 'digested' } });
    expect(tell([high('a', 0, { over: true, severity: 'critical' })], routeOf()).fates).toEqual({ a: 'told' });
  });

  test('joins what waits to be told of the same group', () => {
    const all = [high('a', 0), high('b', 10, { over: true, opens: rdp })];
    expect(tell(all, routeOf()).fates).toEqual({ a: 'told', b: 'joined' });
  });

  test('is no reason to keep silent when it opens again', () => {
    const all = [high('a', 0, { over: true, severity: 'critical' }), high('b', 7200)];
    expect(tell(all, routeOf()).fates).toEqual({ a: 'told', b: 'told' });
  });
});

describe('the room that a channel has', () => {
  const budget = { count: 1, per: hour };

  test('is back when the time has passed since a message went out', () => {
    const at = (seconds: number) =>
      tell([apart('a', 0), apart('b', seconds)], routeOf({ groupFor: null, budget })).fates.b;
    expect([at(3599), at(3600)]).toEqual(['collapsed', 'told']);
  });

  test('what has none is told as one counted message when there is room again, which takes that room', () => {
    const all = [
      apart('a', 0),
      apart('b', 600),
      apart('c', 1200, { severity: 'medium' }),
      apart('d', 5000),
      apart('e', 7300),
    ];
    const told = tell(all, routeOf({ groupFor: null, budget }));
    expect(sent(told)).toEqual([
      ['alert', 0, 'a'],
      ['collapsed', 3600, 'b c'],
      ['collapsed', 7200, 'd'],
      ['collapsed', 10_800, 'e'],
    ]);
    expect(told.alerts[1]).toMatchObject({
      severity: 'high',
      about: ['sg-b', 'sg-c'],
      checks: ['no-ssh'],
      counts: null,
    });
  });

  test('what comes in the very second in which the counted message takes the room is counted', () => {
    const all = [apart('a', 0), apart('b', 600), apart('c', 3600)];
    expect(tell(all, routeOf({ groupFor: null, budget })).fates).toEqual({ a: 'told', b: 'collapsed', c: 'collapsed' });
  });

  test('is not taken by what another route tells there without limit', () => {
    const routes = [
      routeOf({ id: 'prod', groupFor: null, where: { environment: ['prod'] } }),
      routeOf({ id: 'rest', groupFor: null, where: { environment: ['dev'] }, budget }),
    ];
    const dev = { environment: 'dev' };
    const all = [apart('a', 0), apart('b', 10, dev), apart('c', 20), apart('d', 30, dev)];
    expect(tell(all, ...routes).fates).toEqual({ a: 'told', b: 'told', c: 'told', d: 'collapsed' });
  });

  test('the worst goes out all the same, and takes room', () => {
    const all = [apart('a', 0), apart('b', 10, { severity: 'critical' }), apart('c', 3605)];
    expect(sent(tell(all, routeOf({ groupFor: null, budget })))).toEqual([
      ['alert', 0, 'a'],
      ['alert', 10, 'b'],
      ['collapsed', 3610, 'c'],
    ]);
  });

  test('what was only counted takes in the same done again, never what is critical', () => {
    const route = routeOf({ groupFor: null, budget });
    const again = (more: Partial<Told>) => tell([apart('a', 0), high('b', 10), high('c', 3000, more)], route);
    expect(again({}).alerts[1]).toMatchObject({ kind: 'collapsed', decisions: ['b'], joined: ['c'] });
    expect(again({ severity: 'critical' }).fates).toMatchObject({ b: 'collapsed', c: 'told' });
    expect(again({ severity: 'critical', at: 10 }).fates).toMatchObject({ b: 'collapsed', c: 'told' });
  });

  test('one channel that told it counts more than another that only counted it', () => {
    const narrow = routeOf({ id: 'narrow', to: ['slack.narrow'], groupFor: null, budget });
    const wide = routeOf({ id: 'wide', to: ['slack.wide'], groupFor: null });
    expect(tell([apart('a', 0), apart('b', 10)], narrow, wide).fates).toEqual({ a: 'told', b: 'told' });
    expect(tell([apart('a', 0), apart('b', 10)], wide, narrow).fates).toEqual({ a: 'told', b: 'told' });
  });
});

describe('after refused calls', () => {
  const refused = (id: string, at: number, more: Partial<Told> = {}): Told => ({
    ...{ id, at, refused: true, severity: 'high', check: 'probing' },
    ...more,
  });

  test('R23: what the actor brings about within an hour is one message, under the checks that were broken', () => {
    const all: readonly Told[] = [
      refused('a', 0),
      { id: 'b', at: 900, opens: rdp },
      { id: 'c', at: 950, group: 'sg-db', closes: ssh },
    ];
    const { alerts, fates } = tell(all, routeOf());
    expect(fates).toEqual({ a: 'told', b: 'told', c: 'joined' });
    expect(alerts[1]).toMatchObject({
      decisions: ['b'],
      joined: ['c'],
      about: ['sg-db', 'sg-web'],
      checks: ['probing'],
    });
    expect(secondsOf(alerts[1]!)).toBe(900);
  });

  test('R23: the hour counts from the last refused call', () => {
    const after = (at: number, ...more: readonly Told[]) =>
      tell([refused('a', 0), ...more, { id: 'z', at, opens: rdp }], routeOf()).fates.z;
    expect([after(3600), after(3601)]).toEqual(['told', 'digested']);
    expect(after(4000, refused('b', 500))).toBe('told');
  });

  test('what was told again is no refused call: what its actor does next is not told', () => {
    const all: readonly Told[] = [high('a', 0), high('b', 7200), { id: 'z', at: 7300, opens: rdp }];
    expect(tell(all, routeOf()).fates).toEqual({ a: 'told', b: 'joined', z: 'digested' });
  });

  test('R23: what moves nothing, or is done by somebody else, is not told', () => {
    const by = (more: Partial<Told>) => tell([refused('a', 0), { id: 'z', at: 900, ...more }], routeOf()).fates.z;
    expect([by({}), by({ opens: rdp, by: 'bob' }), by({ opens: rdp })]).toEqual(['digested', 'digested', 'told']);
  });

  test('R23: more refused calls do not begin a new message about what was brought about', () => {
    const all: readonly Told[] = [
      ...[refused('a', 0), { id: 'b', at: 300, opens: rdp }],
      ...[refused('c', 400), { id: 'd', at: 500, opens: ssh, group: 'sg-db' }],
    ];
    expect(tell(all, routeOf()).fates).toEqual({ a: 'told', b: 'told', c: 'joined', d: 'joined' });
  });
});
