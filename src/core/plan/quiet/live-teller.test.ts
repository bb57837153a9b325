import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heardChecks } from '../../../../test/builders/heard.ts';
import { daily, decisionOf, routeOf, type Told } from '../../../../test/builders/told-decision.ts';
import { type Instant, readInstant } from '../../leaf/instant.ts';
import type { Route } from '../../policy/policy.ts';
import { severities } from '../../policy/scale.ts';
import type { Decision } from '../decision.ts';
import { pendingOf } from './channel-counts.ts';
import { LiveTeller, type PostEvent, type SavedTeller } from './live-teller.ts';
import { startTelling } from './tell.ts';
import type { Fate, Telling } from './telling.ts';

const start = Date.UTC(2026, 2, 2);
const hour = 3_600_000;
const peers = ['0.0.0.0/0', '::/0', '198.51.100.0/24', '10.0.0.0/8'] as const;
const services = ['tcp/22', 'tcp/443', 'tcp/1-1024'] as const;

const anyTold = fc.record(
  {
    at: fc.integer({ min: 0, max: 100 }),
    group: fc.constantFrom('sg-a', 'sg-b', 'sg-c'),
    by: fc.constantFrom('alice', 'bob'),
    severity: fc.constantFrom(...severities),
    check: fc.constantFrom('no-ssh', 'probing', 'protected'),
    opens: fc.tuple(fc.constantFrom(...peers), fc.constantFrom(...services)),
    closes: fc.tuple(fc.constantFrom(...peers), fc.constantFrom(...services)),
    refused: fc.boolean(),
    over: fc.boolean(),
    puts: fc.subarray(['sg-a', 'sg-b'], { minLength: 1 }),
    environment: fc.constantFrom('prod', 'dev'),
  },
  { requiredKeys: ['at'] },
);

/** Some spread over days, some within seconds. */
const anyHistory = fc.tuple(fc.array(anyTold, { maxLength: 14 }), fc.constantFrom(1, 30, 1800)).map(([all, seconds]) =>
  all
    .map((each, place) => ({ ...(each as Omit<Told, 'id'>), id: `chg_${place}`, at: each.at! * seconds }))
    .sort((a, b) => a.at - b.at)
    .map((each) => decisionOf(each)),
);

const routes: readonly Route[] = [
  routeOf(),
  routeOf({ id: 'few', to: ['sms'], min: 'low', groupFor: null, budget: { count: 1, per: hour } }),
  routeOf({ id: 'night', to: ['mail.night'], quietHours: '22:00-07:00' }),
  routeOf({ id: 'prod', to: ['owner'], where: { environment: ['prod'] }, min: 'high' }),
];

function bySecond(decisions: readonly Decision[]): readonly (readonly [Instant, readonly Decision[]])[] {
  const seconds = new Map<Instant, Decision[]>();
  for (const each of decisions) {
    const at = readInstant(each.at)!;
    seconds.set(at, [...(seconds.get(at) ?? []), each]);
  }
  return [...seconds];
}

const saved = (teller: LiveTeller): SavedTeller => {
  const { lanes, ...rest } = teller.save();
  const plain = [...lanes].map(([channel, { head, bundles, findings }]) => [
    channel,
    { head, bundles: [...bundles], findings: [...findings] },
  ]);
  const again = JSON.parse(JSON.stringify({ rest, plain }));
  return {
    ...again.rest,
    lanes: new Map(
      again.plain.map(([channel, each]: [string, { head: object; bundles: []; findings: [] }]) => [
        channel,
        { head: each.head, bundles: new Map(each.bundles), findings: new Map(each.findings) },
      ]),
    ),
  };
};

/** All that a live teller says of decisions; `through`: what it goes through after each second. */
function live(
  decisions: readonly Decision[],
  telling: Telling,
  through: (teller: LiveTeller) => LiveTeller = (teller) => teller,
) {
  const events: PostEvent[] = [];
  let teller = new LiveTeller(telling);
  for (const [at, all] of bySecond(decisions)) {
    teller.take(
      all.map((decision) => ({ decision })),
      at,
    );
    events.push(...teller.drain());
    teller = through(teller);
  }
  teller.pass(start + 400 * hour);
  events.push(...teller.drain());
  return { events, counts: Object.fromEntries(teller.counts) };
}

const telling: Telling = { routes: [...routes, daily], checks: heardChecks };

describe('telling as it happens', () => {
  test('R76: says and counts what telling all at once does, whatever happens and in whatever order', () => {
    fc.assert(
      fc.property(anyHistory, (decisions) => {
        const teller = startTelling(telling);
        for (const each of decisions) teller.take(each);
        const { messages, fates } = teller.end();
        const { events } = live(decisions, telling);
        const opened = events.flatMap((each) => (each.kind === 'opened' ? [each.message] : []));
        const joined = new Map<string, string[]>();
        for (const each of events)
          if (each.kind === 'joined') {
            const { id } = each.message;
            joined.set(id, [...(joined.get(id) ?? []), each.decision]);
          }
        const said = opened.map(({ id, channel, at, decisions: ids }) => ({
          ...{ id, channel, at, all: [...ids, ...(joined.get(id) ?? [])].sort() },
        }));
        const wanted = messages
          .filter(({ kind }) => kind !== 'digest')
          .map(({ id, channel, at, decisions: ids, joined: more }) => ({
            id,
            channel,
            at,
            all: [...ids, ...more].sort(),
          }));
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
        expect(said.sort(byId)).toEqual(wanted.sort(byId));
        const told = events.flatMap((each) => (each.kind === 'fate' ? [[each.decision, each.fate] as const] : []));
        expect(new Map<string, Fate>(told)).toEqual(new Map(fates));
      }),
    );
  });

  test('R76: is the same when it is saved and loaded after every second', () => {
    fc.assert(
      fc.property(anyHistory, (decisions) => {
        const through = (teller: LiveTeller) => new LiveTeller(telling, saved(teller));
        expect(live(decisions, telling, through)).toEqual(live(decisions, telling));
      }),
    );
  });

  test('R76: what is due on a channel is sent, waits, or was kept back and counted, at every moment', () => {
    fc.assert(
      fc.property(anyHistory, (decisions) => {
        const check = (teller: LiveTeller) => {
          for (const counts of teller.counts.values()) expect(pendingOf(counts)).toBeGreaterThanOrEqual(0);
          return teller;
        };
        for (const counts of Object.values(live(decisions, telling, check).counts)) expect(pendingOf(counts)).toBe(0);
      }),
    );
  });

  test('R76: forgets what is over', () => {
    const teller = new LiveTeller(telling);
    const opens = ['0.0.0.0/0', 'tcp/22'] as const;
    for (let n = 0; n < 50; n++) {
      const [at, more] = [start + n * hour, { by: `p${n}`, group: `sg-${n}`, severity: 'high' } as const];
      teller.take([{ decision: decisionOf({ id: `a${n}`, at: n * 3600, opens, ...more }) }], at);
      const closed = decisionOf({ id: `b${n}`, at: n * 3600 + 600, closes: opens, ...more, severity: 'none' });
      teller.take([{ decision: closed }], at + 600_000);
    }
    teller.pass(start + 200 * hour);
    for (const { head, bundles, findings } of teller.save().lanes.values()) {
      expect([head.live, head.overflow, head.episodes]).toEqual([[], null, []]);
      expect([bundles.size, findings.size]).toEqual([0, 0]);
    }
  });
});

describe('R76: a mute', () => {
  const high = decisionOf({ id: 'a', severity: 'high', opens: ['0.0.0.0/0', 'tcp/22'] });

  test('keeps back what it fits, counted, and the digest lists it all the same', () => {
    const teller = new LiveTeller({ routes: [routeOf({ groupFor: null }), daily], checks: heardChecks });
    teller.take([{ decision: high, mutes: { 'no-ssh': ['mut_1'] } }], start);
    const events = teller.drain();
    expect(events).toEqual([
      { kind: 'muted', channel: 'slack.secops', decision: 'a', by: ['mut_1'] },
      { kind: 'fate', decision: 'a', fate: 'digested' },
    ]);
    expect(Object.fromEntries(teller.counts)).toMatchObject({ 'slack.secops': { due: 1, muted: 1, told: 0 } });
    teller.pass(start + 10 * hour);
    expect(teller.drain()).toMatchObject([{ kind: 'digest', channel: 'mail.secops', tally: { listed: 1 } }]);
  });

  test('lets the other checks tell', () => {
    const teller = new LiveTeller({ routes: [routeOf({ groupFor: null })], checks: heardChecks });
    teller.take([{ decision: high, mutes: { other: ['mut_1'] } }], start);
    expect(teller.drain()[0]).toMatchObject({ kind: 'opened', message: { decisions: ['a'] } });
  });
});

describe('R63: quiet hours', () => {
  const night = routeOf({ groupFor: null, quietHours: '22:00-07:00', zone: 'Europe/Berlin' });
  const offsetOf = () => hour;
  const tell = (...told: readonly Told[]) => {
    const { events } = live(told.map(decisionOf), { routes: [night], checks: heardChecks, offsetOf });
    return events.flatMap((each) =>
      each.kind === 'opened' ? [[each.message.kind, (each.message.at - start) / hour, each.message.decisions]] : [],
    );
  };
  const high = (id: string, at: number, more: Partial<Told> = {}): Told => ({
    ...{ id, at: at * 3600, severity: 'high', by: id, group: `sg-${id}`, opens: ['0.0.0.0/0', 'tcp/22'] },
    ...more,
  });

  test('what is not critical waits for their end by the clock of the zone, and comes as one message', () => {
    expect(tell(high('a', 1), high('b', 5), high('c', 5.5), high('d', 6), high('e', 20.9), high('f', 21))).toEqual([
      ['collapsed', 6, ['a', 'b', 'c']],
      ['alert', 6, ['d']],
      ['alert', 20.9, ['e']],
      ['collapsed', 30, ['f']],
    ]);
  });

  test('what is critical does not wait', () => {
    expect(tell(high('a', 1, { severity: 'critical' }), high('b', 2))).toEqual([
      ['alert', 1, ['a']],
      ['collapsed', 6, ['b']],
    ]);
  });

  test('what a full channel had no room for waits for their end as well', () => {
    const full = { ...night, budget: { count: 1, per: 2 * hour } };
    const { events } = live([high('a', 20), high('b', 20.5)].map(decisionOf), { routes: [full], checks: [], offsetOf });
    expect(events.flatMap((each) => (each.kind === 'opened' ? [(each.message.at - start) / hour] : []))).toEqual([
      20, 30,
    ]);
  });
});

describe('R62: digests by the clock', () => {
  const weekly = routeOf({ id: 'week', min: 'none', to: ['mail.week'], dailyAt: null, weeklyAt: 'mon 09:00' });
  const digests = (teller: LiveTeller) =>
    teller
      .drain()
      .flatMap((each) => (each.kind === 'digest' ? [[each.channel, (each.at - start) / hour, each.tally.listed]] : []));

  test('comes once, at its time, also where nothing happened', () => {
    const teller = new LiveTeller({ routes: [daily], checks: heardChecks });
    teller.pass(start);
    for (let minutes = 0; minutes < 48 * 60; minutes += 7) teller.pass(start + minutes * 60_000);
    expect(digests(teller)).toEqual([
      ['mail.secops', 9, 0],
      ['mail.secops', 33, 0],
    ]);
  });

  test('days that nobody told are one digest', () => {
    const teller = new LiveTeller({ routes: [daily, weekly], checks: heardChecks });
    teller.pass(start);
    teller.take([{ decision: decisionOf({ id: 'a' }) }], start);
    teller.take([{ decision: decisionOf({ id: 'b' }) }], start + 30 * hour);
    teller.pass(start + 80 * hour);
    expect(digests(teller)).toEqual([
      ['mail.secops', 57, 2],
      ['mail.week', 9, 1],
    ]);
  });

  test('counts what became of what it lists', () => {
    const teller = new LiveTeller({ routes: [routeOf(), daily], checks: heardChecks });
    const opens = ['0.0.0.0/0', 'tcp/22'] as const;
    teller.take([{ decision: decisionOf({ id: 'a', severity: 'high', opens }) }], start);
    teller.take([{ decision: decisionOf({ id: 'b', severity: 'high', opens }) }], start + 1000);
    teller.take([{ decision: decisionOf({ id: 'c' }) }], start + 2000);
    teller.pass(start + 10 * hour);
    expect(teller.drain().findLast((each) => each.kind === 'digest')).toMatchObject({
      tally: {
        ...{ listed: 3, fates: { told: 1, joined: 1, collapsed: 0, digested: 1, recorded: 0 } },
        ...{ verdicts: { high: 2, clear: 1 }, worst: [{ id: 'a' }, { id: 'b' }], names: ['sg-web'] },
      },
    });
  });
});
