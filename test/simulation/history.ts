import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import type { Gatherer, Looked } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import type { LiveParts } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { makeCalls, meddle, type Stage } from './actors/make-calls.ts';
import { type Ordered, orderBy, switchBy } from './actors/order.ts';
import { type Act, extents, type Script } from './actors/script.ts';
import { watchedStore } from './alarms.ts';
import { climates, mails } from './climates.ts';
import { createWeather } from './faults/weather.ts';
import { createWire, type Wire } from './faults/wire.ts';
import { wiredChance, wiredClock, wiredGatherer, wiredInbox, wiredReverter } from './faults/wired-parts.ts';
import { wiredStore } from './faults/wired-store.ts';
import { bodyOf, type ToldDecision } from './judge/ledger-view.ts';
import { liveSettings } from './live-settings.ts';
import { createLounge } from './lounge.ts';
import { luckOf } from './luck.ts';
import type { Mutation } from './mutation.ts';
import { restOf } from './rest.ts';
import { createSchedule } from './schedule.ts';
import type { Commit, Read, Sent, Trial } from './trial.ts';
import { type Flow, work } from './worker.ts';
import { site } from './world/estate.ts';
import { type Variant, variantOf } from './world/policies.ts';
import { visibility } from './world/post-office.ts';
import { createWorld } from './world/world.ts';

/** What is run: the product's steps, perhaps with one thing broken on purpose. */
export interface Subject {
  readonly flow: Flow;
  readonly mutation: Mutation | null;
  readonly makeStore?: (sqlite: boolean) => Store;
  /** A history is told to its last minute, although it came to rest before. */
  readonly isWhole?: boolean;
}

const start = Date.UTC(2026, 10, 21, 9, 0, 0);
/** Faults end long before, so that there is time for everything that has a span: backing off, caps, grace, sweeps, grants. */
const end = start + 75 * 60_000;
const skewMost = 2_000;
/** Twice as many things as happen in the longest history that comes to rest. */
const stepsMost = 60_000;

/** Runs one history from its script, leaving out the faults in `without`. */
export async function runHistory(
  script: Script,
  { flow, mutation, makeStore, isWhole = false }: Subject,
  without: ReadonlySet<string>,
): Promise<Trial> {
  const schedule = createSchedule(start);
  const { now } = schedule;
  const { acts, faults } = extents[script.length];
  const [actsEnd, faultsEnd] = [start + acts, start + faults];
  const weather = createWeather(climates[script.climate], now, faultsEnd, without);
  const world = createWorld(now, luckOf(script.seed, 'world'), mails[script.climate]);
  const [commits, sent, reads] = [[] as Commit[], [] as Sent[], [] as Read[]];
  const told = { answers: [], threw: [], unkept: [], orders: [], lives: [] } as {
    -readonly [K in 'answers' | 'threw' | 'unkept' | 'orders' | 'lives']: Trial[K][number][];
  };
  const policies: { at: number; variant: Variant }[] = [{ at: start, variant: variantOf(script.variant) }];
  const raw = makeStore?.(script.sqlite) ?? createMemoryStore(4);
  const lounge = createLounge(schedule, { raw, post: world.post, luck: luckOf(script.seed, 'lounge'), skewMost });
  const decidedEvents = new Set<string>();
  let [takenAt, restedAt, taken] = [start, null as Instant | null, 0];
  const waiting: Act[] = script.acts.filter(({ on }) => on !== null);

  /** Somebody's act on a moment of ours; who edits the list waits until we do. */
  const take = (on: Act['on'], isList = false): Act | undefined => {
    const found = waiting.findIndex(
      (act) => act.on === on && start + act.at <= now() && (isList || act.verb !== 'list'),
    );
    return found < 0 || now() > (isList ? faultsEnd : actsEnd) ? undefined : waiting.splice(found, 1)[0];
  };
  const send = world.post.send;
  world.post.send = (intaken, arrives) => {
    send(intaken, arrives);
    lounge.expectMail(arrives);
  };

  const partsOf = (name: string, wire: Wire, skew: number): LiveParts => {
    const heard = watchedStore(raw, {
      committed: (entries, effects) => {
        commits.push({ at: now(), by: name, entries, effects });
        for (const entry of entries) {
          for (const id of eventsOf(entry)) decidedEvents.add(id);
          const act = entry.header.kind === 'acting' ? take('acting') : undefined;
          if (act !== undefined) schedule.at(now() + 1, () => perform(act));
        }
      },
      answered: (answer, effects) => told.answers.push({ at: now(), by: name, answer, effects }),
      due: lounge.expectTask,
    });
    const clock = wiredClock(schedule, wire, skew);
    const gatherer = heardGatherer(name, modelGatherer(world, clock));
    const reverter = modelReverter(world, clock, { revoke: 'portcullis-revoke', restore: 'portcullis-restore' });
    const inbox = wiredInbox(
      {
        ...world,
        post: {
          ...world.post,
          take: (most, at) => {
            const messages = world.post.take(most, at);
            if (messages.length > 0) lounge.expectMail(at + visibility);
            return messages;
          },
          done: (receipt) => {
            for (const each of world.post.held(receipt)) {
              const id = each.kind === 'record' ? String((each.json as { eventID?: string }).eventID) : null;
              if (id !== null && !decidedEvents.has(id)) told.unkept.push(id);
            }
            world.post.done(receipt);
            takenAt = now();
          },
        },
      },
      schedule,
      wire,
    );
    const wired = wiredReverter(reverter, world, wire);
    const parts: LiveParts = {
      ...{ store: wiredStore(heard, wire), inbox, clock, worker: name, settings: liveSettings, backlog: null },
      ...{ chance: wiredChance(luckOf(script.seed, `chance ${name}`)), policy: () => policies.at(-1)!.variant.judging },
      gatherer: wiredGatherer(gatherer, world, wire),
      reverter: {
        session: wired.session,
        perform: async (order, how) => {
          // A copy of its own: what is called is known by it, however often an order is sent.
          const one: Sent = { at: now(), by: name, order: { ...order }, dry: how.dry, answered: null, result: null };
          sent.push(one);
          const act = take('perform', order.call === 'edit-list');
          if (act !== undefined) {
            const ids =
              order.call === 'revoke'
                ? order.ids
                : order.call === 'rewrite'
                  ? order.rules.map(({ id }) => id ?? '')
                  : [];
            meddle(act, world, { group: 'group' in order ? order.group : null, rules: ids });
          }
          one.result = await wired.perform(one.order, how);
          one.answered = now();
          return one.result;
        },
      },
    };
    return mutation?.parts?.(parts, { raw, world, now, schedule }) ?? parts;
  };

  function heardGatherer(by: string, gatherer: Gatherer): Gatherer {
    const hear = async <T>(id: string, look: Promise<Looked<T>>): Promise<Looked<T>> => {
      const stale = world.fate.behind > 0;
      const looked = await look;
      reads.push({ by, id, sent: now(), answered: now(), looked, stale });
      return looked;
    };
    return {
      group: (at, id) => hear(id, gatherer.group(at, id)),
      list: (at, id) => hear(id, gatherer.list(at, id)),
      interface: (at, id) => hear(id, gatherer.interface(at, id)),
      perimeter: (at) => hear('perimeter', gatherer.perimeter(at)),
    };
  }

  const live = (place: number, life: number): void => {
    const name = `w${place}${life === 0 ? '' : `.${life}`}`;
    const luck = luckOf(script.seed, `life ${name}`);
    const skew = script.climate === 'calm' ? 0 : Math.round((luck.next() * 2 - 1) * skewMost);
    told.lives.push({ name, skew });
    const wire = createWire(name, script.seed, { schedule, weather }, () => {
      wire.cut();
      schedule.at(now() + 1_000 + luck.below(90_000), () => live(place, life + 1));
    });
    const threw = (problem: unknown) => told.threw.push({ at: now(), by: name, problem });
    const took = () => {
      taken += 1;
    };
    void work(flow, withMemo(partsOf(name, wire, skew)), { wire, skew, lounge, threw, took });
  };

  const stage: Stage = { world, later: (after, happen) => schedule.at(now() + after, happen) };
  const asPerson = (act: Act, order: (parts: LiveParts) => Promise<Ordered>): void => {
    const name = `p${act.n}`;
    const wire = createWire(name, script.seed, { schedule, weather }, () => wire.cut());
    order(partsOf(name, wire, 0)).then(
      (ordered) => told.orders.push({ at: now(), verb: act.verb, kind: ordered.kind }),
      () => told.orders.push({ at: now(), verb: act.verb, kind: 'unreachable' }),
    );
  };
  const reload = (name: Script['variant']) => policies.push({ at: now(), variant: variantOf(name) });
  const perform = (act: Act): void => {
    if (act.actor === 'person') {
      const order = () => asPerson(act, (parts) => orderBy(act, parts, { ...stage, raw, site }));
      // Who is asked takes their time.
      if (act.verb === 'approve') stage.later(act.three * 120, order);
      else order();
    } else if (act.verb === 'stop') {
      asPerson(act, (parts) => switchBy(act, parts, 'stop'));
      stage.later(20_000 + act.two * 100, () =>
        asPerson({ ...act, verb: 'resume' }, (parts) => switchBy(act, parts, 'resume')),
      );
    } else if (act.verb === 'reload') {
      reload(script.variant === 'careful' ? 'plain' : 'careful');
      stage.later(30_000 + act.two * 100, () => reload(script.variant));
    } else makeCalls(act, stage);
  };
  for (const act of script.acts) if (act.on === null) schedule.at(start + act.at, () => perform(act));
  const calm = script.climate === 'calm';
  // People take the switch back at last, whatever became of their orders before.
  const last: Act = { n: 9_999, actor: 'switch', verb: 'resume', at: 0, on: null, one: 0, two: 0, three: 0 };
  if (script.acts.some(({ verb }) => verb === 'stop'))
    schedule.at((calm ? actsEnd : faultsEnd) + 60_000, () =>
      asPerson(last, (parts) => switchBy(last, parts, 'resume')),
    );

  for (let place = 0; place < script.workers; place += 1) schedule.at(start + place, () => live(place, 0));
  const isAtRest = restOf({
    ...{ raw, commits, end, notBefore: calm ? start : faultsEnd, hasMail: () => world.post.next() !== null, skewMost },
    lastOutside: () =>
      Math.max(
        ...[world.calls, weather.happened, policies, told.orders].map((all) => all.at(-1)?.at ?? start),
        takenAt,
      ),
  });
  const ran = await schedule.run(end, stepsMost, async () => {
    if (restedAt === null && (await isAtRest())) restedAt = now();
    return restedAt !== null && !isWhole;
  });
  return {
    ...{ script, world, store: raw, start, end, commits, sent, reads, faults: weather.happened, policies },
    ...told,
    ...{ ran, restedAt, taken },
  };
}

function eventsOf(entry: Entry): readonly string[] {
  const body = bodyOf(entry);
  return body.kind === 'decided'
    ? (body.decision as unknown as ToldDecision).records.map(({ eventId }) => eventId)
    : [];
}
