import { describe, expect, test } from 'vitest';
import { heard, heardChecks } from '../../../../test/builders/heard.ts';
import { daily, decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import { startTelling } from './tell.ts';

const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const rdp = ['0.0.0.0/0', 'tcp/3389'] as const;
const hour = 3_600_000;

const opens = (id: string, at: number, more: Partial<Told> = {}): Told => ({
  ...{ id, at, severity: 'high', opens: ssh },
  ...more,
});

describe('a message', () => {
  test('names its groups and its checks, each once, sorted', () => {
    const all = [opens('a', 0, { group: 'sg-z' }), opens('b', 1, { group: 'sg-c' }), opens('c', 2, { group: 'sg-z' })];
    const { alerts } = heard(
      [...all, opens('d', 3, { group: 'sg-z', check: 'a-first', opens: rdp })].map(decisionOf),
      routeOf(),
    );
    expect(alerts).toMatchObject([
      {
        about: ['sg-c', 'sg-z'],
        checks: ['a-first', 'no-ssh'],
        severity: 'high',
        counts: null,
        channel: 'slack.secops',
      },
    ]);
  });

  test('in place of many names and sums up all of them', () => {
    const apart = (id: string, at: number, more: Partial<Told> = {}) =>
      opens(id, at, { by: id, group: `sg-${id}`, ...more });
    const { alerts } = heard(
      [
        ...[apart('a', 0), apart('z', 60, { severity: 'medium', check: 'z-last' }), apart('c', 120)],
        ...[apart('d', 180, { group: 'sg-c', severity: 'low' }), { ...apart('c2', 600), by: 'c', group: 'sg-c' }],
      ].map(decisionOf),
      routeOf({ groupFor: null, min: 'low', budget: { count: 1, per: hour } }),
    );
    expect(alerts[1]).toMatchObject({
      ...{ kind: 'collapsed', severity: 'high', decisions: ['z', 'c', 'd'], joined: ['c2'] },
      ...{ about: ['sg-c', 'sg-z'], checks: ['no-ssh', 'z-last'], counts: null },
    });
  });

  test('has an id of its own, the same in every run', () => {
    const routes = [routeOf({ groupFor: null, to: ['slack.a', 'slack.b'] })];
    const run = () => heard([opens('a', 0), opens('b', 7200, { by: 'bob' })].map(decisionOf), ...routes);
    const ids = [...run().alerts, ...run().digests].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^msg_[a-z2-7]{26}$/);
    expect([...run().alerts, ...run().digests].map(({ id }) => id)).toEqual(ids);
  });

  test('comes in the order of time, whichever channel it is for', () => {
    const late = routeOf({ id: 'late', to: ['slack.late'] });
    const soon = routeOf({ id: 'soon', to: ['slack.b', 'slack.a', 'slack.c', 'slack.d'], groupFor: null });
    const told = [opens('a', 0), opens('b', 7200, { by: 'bob', group: 'sg-b' })].map(decisionOf);
    const [one, other] = [heard(told, late, soon).alerts, heard(told, soon, late).alerts];
    expect(one.map(({ at }) => at)).toEqual(one.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(other).toEqual(one);
    const together = one.filter(({ decisions, channel }) => decisions[0] === 'a' && channel !== 'slack.late');
    expect(together).toHaveLength(4);
    expect(together.map(({ id }) => id)).toEqual(together.map(({ id }) => id).toSorted());
  });
});

test('a digest lists what is in it, sorted, and counts what became of it', () => {
  const all = [
    opens('a', 0, { group: 'sg-z' }),
    opens('b', 1, { group: 'sg-c' }),
    opens('c', 2, { group: 'sg-b', check: 'a-first', opens: rdp, over: true }),
    { id: 'd', at: 3 },
  ];
  expect(heard(all.map(decisionOf), routeOf()).digests).toMatchObject([
    {
      ...{ kind: 'digest', decisions: ['a', 'b', 'c', 'd'], joined: [], about: ['sg-b', 'sg-c', 'sg-z'] },
      ...{ checks: ['a-first', 'no-ssh'], severity: 'high' },
      counts: { told: 1, joined: 1, collapsed: 0, digested: 2, recorded: 0 },
    },
  ]);
});

describe('decisions of one second', () => {
  test('are told by their ids, whichever came first', () => {
    const { alerts } = heard([opens('b', 0), opens('a', 0, { opens: rdp })].map(decisionOf), routeOf());
    expect(alerts.map(({ decisions }) => decisions)).toEqual([['a', 'b']]);
  });

  test('that open and close the same are told, and leave nothing that still is so', () => {
    const all = [opens('a', 0), { id: 'x', at: 0, by: 'bob', closes: ssh }, opens('b', 7200)];
    expect(heard(all.map(decisionOf), routeOf()).fates).toMatchObject({ a: 'told', b: 'told' });
  });
});

test('what no route wants is recorded, and nothing at all is no message', () => {
  const teller = startTelling({ routes: [{ ...daily, min: 'low' }], checks: heardChecks });
  expect(startTelling({ routes: [daily], checks: heardChecks }).end()).toEqual({ messages: [], fates: new Map() });
  teller.take(decisionOf({ id: 'a' }));
  expect(teller.end()).toEqual({ messages: [], fates: new Map([['a', 'recorded']]) });
});
