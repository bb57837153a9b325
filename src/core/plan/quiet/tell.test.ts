import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daily, decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Route } from '../../policy/policy.ts';
import { severities } from '../../policy/scale.ts';
import type { Decision } from '../decision.ts';
import { startTelling } from './tell.ts';
import type { Message, Post, Telling } from './telling.ts';

const checks = [
  { id: 'probing', when: { kind: 'attempts', moreThan: 3, within: 600_000 } },
  { id: 'protected', when: { kind: 'lost' } },
] as unknown as Telling['checks'];

function tell(decisions: Iterable<Decision>, telling: Telling): Post {
  const teller = startTelling(telling);
  for (const decision of decisions) teller.take(decision);
  return teller.end();
}

function heard(told: readonly Told[], ...routes: readonly Route[]) {
  const { messages, fates } = tell(told.map(decisionOf), { routes: [...routes, daily], checks });
  const alerts = messages.filter(({ kind }) => kind !== 'digest');
  return { alerts, fates: Object.fromEntries(fates), digests: messages.filter(({ kind }) => kind === 'digest') };
}

const seconds = ({ at }: Message): number => (at - Date.UTC(2026, 2, 2)) / 1000;
const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const rdp = ['0.0.0.0/0', 'tcp/3389'] as const;

describe('what one does in one go is one message', () => {
  test('the worst is told at once, the rest when the time of grouping is over', () => {
    const { alerts } = heard(
      [
        { id: 'a', severity: 'critical', opens: ssh },
        { id: 'b', at: 1, by: 'bob', group: 'sg-db', severity: 'high', opens: ssh },
      ],
      routeOf(),
    );
    expect(alerts.map((each) => [each.decisions, seconds(each)])).toEqual([
      [['a'], 0],
      [['b'], 91],
    ]);
  });

  test('one actor doing the same to many groups is one message that names them', () => {
    const { alerts, fates } = heard(
      ['sg-a', 'sg-b', 'sg-c'].map((group, at) => ({ id: group, group, at, severity: 'high', opens: ssh })),
      routeOf(),
    );
    expect(alerts.map(({ about }) => about)).toEqual([['sg-a', 'sg-b', 'sg-c']]);
    expect(fates).toEqual({ 'sg-a': 'told', 'sg-b': 'joined', 'sg-c': 'joined' });
  });

  test('what was opened and closed again within that time is in the digest only', () => {
    const { alerts, fates, digests } = heard(
      [
        { id: 'a', severity: 'high', opens: ssh },
        { id: 'b', at: 40, closes: ssh },
      ],
      routeOf(),
    );
    expect(alerts).toEqual([]);
    expect(fates).toEqual({ a: 'digested', b: 'digested' });
    expect(digests[0]).toMatchObject({ decisions: ['a', 'b'], counts: { digested: 2 } });
  });
});

describe('the same is not told twice while it lasts', () => {
  const again: Told = { id: 'b', at: 7200, severity: 'high', opens: ['203.0.113.9/32', 'tcp/22'] };
  const first: Told = { id: 'a', severity: 'high', opens: ['203.0.113.9/32', 'tcp/22'] };

  test('BM-19: in the same group it is added to its message, in another group of the account it is told', () => {
    const { alerts, fates } = heard([first, again, { ...again, id: 'c', group: 'sg-db' }], routeOf());
    expect(fates).toMatchObject({ a: 'told', b: 'joined', c: 'told' });
    expect(alerts.map(({ decisions, joined }) => [decisions, joined])).toEqual([
      [['a'], ['b']],
      [['c'], []],
    ]);
  });

  test('worse, closed and come back, or by somebody else, it is told again', () => {
    expect(heard([first, { ...again, severity: 'critical' }], routeOf()).fates).toMatchObject({ b: 'told' });
    const closed: Told = { id: 'x', at: 3600, closes: ['203.0.113.9/32', 'tcp/22'] };
    expect(heard([first, closed, again], routeOf()).fates).toMatchObject({ b: 'told' });
    expect(heard([first, { ...again, by: 'mallory' }], routeOf()).fates).toMatchObject({ b: 'told' });
  });

  test('another effect under the same check is told', () => {
    expect(heard([first, { ...again, opens: rdp }], routeOf()).fates).toMatchObject({ b: 'told' });
    expect(heard([first, { ...again, opens: ssh }], routeOf()).fates).toMatchObject({ b: 'told' });
  });
});

describe('what follows from something told', () => {
  const opened: Told = { id: 'a', severity: 'high', opens: ssh };
  const launch: Told = {
    id: 'b',
    at: 3600,
    by: 'autoscaling',
    group: 'eni-1',
    severity: 'high',
    opens: ssh,
    puts: ['sg-web'],
  };

  test('a group that was told of is not told again where it is put on, a group that was not is', () => {
    expect(heard([opened, launch], routeOf()).fates).toEqual({ a: 'told', b: 'joined' });
    expect(heard([opened, { ...launch, puts: ['sg-old'] }], routeOf()).fates).toEqual({ a: 'told', b: 'told' });
    const again = { ...launch, id: 'c', at: 7200, group: 'eni-2' };
    expect(heard([launch, again], routeOf()).fates).toEqual({ b: 'told', c: 'joined' });
  });

  test('taking back just what was opened is added to its message, taking more is told', () => {
    const closed: Told = { id: 'b', at: 3600, by: 'carol', check: 'protected', severity: 'high', closes: ssh };
    expect(heard([opened, closed], routeOf()).fates).toEqual({ a: 'told', b: 'joined' });
    expect(heard([opened, { ...closed, closes: rdp }], routeOf()).fates).toEqual({ a: 'told', b: 'told' });
  });

  test('the worst is told at once, also where it takes back what waits to be told', () => {
    const also: Told = { ...opened, id: 'b', at: 1, opens: rdp };
    const closed: Told = { id: 'c', at: 40, by: 'carol', check: 'protected', severity: 'critical', closes: ssh };
    const { alerts } = heard([opened, also, closed], routeOf());
    expect(alerts.map((each) => [each.decisions, seconds(each)])).toEqual([[['a', 'b', 'c'], 40]]);
  });

  test('the worst is told by itself where what it takes back was only counted', () => {
    const budget = { count: 1, per: 3_600_000 };
    const other: Told = { id: 'x', by: 'dave', group: 'sg-x', severity: 'high', opens: rdp };
    const counted: Told = { ...opened, id: 'b', at: 100 };
    const closed: Told = { id: 'c', at: 300, by: 'carol', check: 'protected', severity: 'critical', closes: ssh };
    const { fates } = heard([other, counted, closed], routeOf({ budget }));
    expect(fates).toEqual({ x: 'told', b: 'collapsed', c: 'told' });
  });
});

describe('refused calls', () => {
  const refused = (id: string, at: number): Told => ({ id, at, refused: true, severity: 'high', check: 'probing' });

  test('R23: an episode of one actor is one message', () => {
    const { fates } = heard([refused('a', 0), refused('b', 300), refused('c', 800), refused('d', 4000)], routeOf());
    expect(fates).toEqual({ a: 'told', b: 'joined', c: 'joined', d: 'told' });
  });

  test('R23: what the actor brings about just afterwards is told, though no check objects', () => {
    const { fates } = heard(
      [refused('a', 0), { id: 'b', at: 900, opens: rdp }, { id: 'c', at: 9000, opens: ssh }],
      routeOf(),
    );
    expect(fates).toEqual({ a: 'told', b: 'told', c: 'digested' });
  });
});

test('a channel that had enough gets one counted message for the rest, and the worst all the same', () => {
  const many = Array.from({ length: 6 }, (_, at): Told => {
    const severity = at === 5 ? 'critical' : 'high';
    return { id: `d${at}`, at: at * 100, by: `p${at}`, group: `sg-${at}`, severity, opens: ssh };
  });
  const { alerts, fates } = heard(many, routeOf({ budget: { count: 2, per: 3_600_000 } }));
  expect(alerts.map(({ kind, decisions }) => [kind, decisions.length])).toEqual([
    ['alert', 1],
    ['alert', 1],
    ['alert', 1],
    ['collapsed', 3],
  ]);
  expect(fates).toMatchObject({ d2: 'collapsed', d4: 'collapsed', d5: 'told' });
});

test('what is permitted or clear never interrupts, whatever a route asks', () => {
  const { alerts } = heard(
    [
      { id: 'a', opens: ssh },
      { id: 'b', severity: 'critical', permitted: true, opens: ssh },
    ],
    routeOf({ min: 'none' }),
  );
  expect(alerts).toEqual([]);
});

test('a route for a VPC is not told of groups of another one, and is told where nobody knows the VPC', () => {
  const told = ['vpc-1', 'vpc-2', null].map((vpc, at): Told => {
    return { id: `d${at}`, at, group: `sg-${at}`, by: `p${at}`, severity: 'high', opens: ssh, vpc };
  });
  const { fates } = heard(told, routeOf({ where: { vpc: ['vpc-1'] } }));
  expect(fates).toEqual({ d0: 'told', d1: 'digested', d2: 'told' });
});

const anyTold = fc.record({
  at: fc.integer({ min: 0, max: 400 }),
  group: fc.constantFrom('sg-a', 'sg-b', 'sg-c'),
  by: fc.constantFrom('alice', 'bob'),
  severity: fc.constantFrom(...severities),
  check: fc.constantFrom('no-ssh', 'protected', 'probing'),
  what: fc.constantFrom(ssh, rdp, ['203.0.113.9/32', 'tcp/22'] as const),
  does: fc.constantFrom('opens', 'closes'),
  permitted: fc.boolean(),
  over: fc.boolean(),
});

const anyStream = fc.array(anyTold, { maxLength: 30 }).map((list) =>
  list
    .map(({ what, does, ...told }, at): Told => {
      const refused = told.check === 'probing';
      return { ...told, id: `d${String(at).padStart(2, '0')}`, refused, ...(refused ? {} : { [does]: what }) };
    })
    .sort((a, b) => a.at! - b.at!),
);
const anyRoutes = fc
  .record({
    groupFor: fc.constantFrom(null, 0, 30_000, 90_000),
    count: fc.integer({ min: 1, max: 4 }),
    tight: fc.boolean(),
  })
  .map(({ groupFor, count, tight }) => [
    routeOf({ id: 'page', min: 'critical', to: ['pager'], groupFor: null }),
    routeOf({ groupFor, budget: tight ? { count, per: 200_000 } : null }),
    daily,
  ]);

describe('laws of telling', () => {
  test('nothing is dropped: every decision ends in one place, and what stands in messages is what was due', () => {
    fc.assert(
      fc.property(anyStream, anyRoutes, (stream, routes) => {
        const { messages, fates } = tell(stream.map(decisionOf), { routes, checks });
        expect([...fates.keys()].sort()).toEqual(stream.map(({ id }) => id).sort());
        for (const channel of ['pager', 'slack.secops']) {
          const told = messages
            .filter((each) => each.channel === channel)
            .flatMap(({ decisions, joined }) => [...decisions, ...joined]);
          expect(new Set(told).size).toBe(told.length);
          for (const id of told) expect(['told', 'joined', 'collapsed']).toContain(fates.get(id));
        }
        const inMessages = new Set(
          messages
            .filter(({ kind }) => kind !== 'digest')
            .flatMap(({ decisions, joined }) => [...decisions, ...joined]),
        );
        for (const [id, fate] of fates) expect(inMessages.has(id), `${id} ${fate}`).toBe(fate !== 'digested');
        const listed = messages.filter(({ kind }) => kind === 'digest').flatMap(({ decisions }) => decisions);
        expect(listed.sort()).toEqual(stream.map(({ id }) => id).sort());
      }),
      { numRuns: 300 },
    );
  });

  test('the worst is never late and never counted away', () => {
    fc.assert(
      fc.property(anyStream, anyRoutes, (stream, routes) => {
        const { messages } = tell(stream.map(decisionOf), { routes, checks });
        for (const { id, at, severity, permitted } of stream) {
          if (severity !== 'critical' || permitted) continue;
          const own = messages.find(
            (each) => each.channel === 'slack.secops' && [...each.decisions, ...each.joined].includes(id),
          );
          expect(own?.kind).toBe('alert');
          expect(seconds(own!)).toBeLessThanOrEqual(at!);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the order within a second does not matter', () => {
    fc.assert(
      fc.property(anyStream, anyRoutes, fc.integer(), (stream, routes, seed) => {
        const decisions = stream.map(decisionOf);
        const shuffled = decisions
          .map((each, at) => ({ each, key: Math.imul(at + 1, seed | 1) >>> 0 }))
          .sort((a, b) => (a.each.at < b.each.at ? -1 : a.each.at > b.each.at ? 1 : a.key - b.key))
          .map(({ each }) => each);
        expect(tell(shuffled, { routes, checks })).toEqual(tell(decisions, { routes, checks }));
      }),
      { numRuns: 200 },
    );
  });
});
