import type { Canary } from '../../contracts/canary.ts';
import type { Chance, Clock, Gatherer, Reverter } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { Backlog } from '../../core/plan/backlog/backlog.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { drillOf } from '../../flow/drill/drill-of.ts';
import { defaultDrillSettings } from '../../flow/drill/drill-parts.ts';
import type { DrillSchedule } from '../../flow/drill/drill-step.ts';
import { heardInbox } from '../../flow/live/heard-inbox.ts';
import type { LiveParts, LiveSettings } from '../../flow/live/live-parts.ts';
import { withMemo } from '../../flow/live/memory/with-memo.ts';
import { Pace } from '../../flow/live/post/deliver-pace.ts';
import type { DeliverParts, DeliverySettings } from '../../flow/live/post/deliver-parts.ts';
import { HearMemory } from '../../flow/live/post/hear-memory.ts';
import type { HearParts } from '../../flow/live/post/hear-parts.ts';
import { type TaskKind, taskKinds } from '../../flow/live/task-kinds.ts';
import { offsetOf } from '../../settings/zone-offset.ts';
import { measureDelays } from '../../sources/delay/measure-delays.ts';
import type { Delays } from '../../sources/delay/start-delays.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import { withAlarms } from '../live/alarms.ts';
import type { Around } from './around-loop.ts';
import type { Beats } from './beats.ts';
import type { ClockSkew } from './clock-skew.ts';
import { deliverLoop } from './deliver-loop.ts';
import { drillLoop } from './drill-loop.ts';
import { type LeasesInHand, leasesInHand } from './leases-in-hand.ts';
import type { News } from './news.ts';
import type { OpenedChannels } from './open-channels.ts';
import { postLoop } from './post-loop.ts';
import { recipientsLoop } from './recipients-loop.ts';
import { scheduleLoop } from './schedule-loop.ts';
import type { TappedStore } from './store-tap.ts';
import { taskBell } from './task-bell.ts';
import { taskLoop } from './task-loop.ts';
import { watchLoop } from './watch-loop.ts';

/** What a server runs with. */
export interface ServerParts {
  readonly tapped: TappedStore;
  readonly sources: readonly LiveSource[];
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly policy: () => Judging;
  readonly backlog: Backlog | null;
  readonly live: LiveSettings;
  /** Off: actions stay in the store. */
  readonly acting: boolean;
  /** How many tasks of a kind are done at once. */
  readonly workers: number;
  /** By which its leases are known: no other process has it. */
  readonly name: string;
  readonly news: News;
  readonly beats: Beats;
  readonly delays: Delays;
  readonly skew: ClockSkew;
  /** Done every half minute beside what is due by the clock. */
  readonly also: () => Promise<void>;
  /** How people are told; left out, what there is to tell waits in the store. */
  readonly telling?: ServerTelling;
  /** Drills that are made by the clock. */
  readonly drills?: { readonly canary: Canary; readonly schedule: DrillSchedule };
}

/** What people are told by: while the policy has no channels, what there is to tell waits in the store. */
export interface ServerTelling extends Pick<HearParts, 'offsetOf' | 'post' | 'known' | 'drillOf'> {
  readonly channels: OpenedChannels;
  readonly word: DeliverParts['word'];
  readonly delivery: DeliverySettings;
}

/** A server at work. */
export interface RunningServer {
  /** Ends when every source has ended, or after a stop. */
  readonly watched: Promise<unknown>;
  /** Takes nothing more, finishes what is in hand, and gives the rest back. Answers how many tasks that were. */
  stop(): Promise<number>;
}

/** How long a source may not answer before it counts as lost, and how late records may be, in milliseconds. */
const hearing = { patience: 300_000, late: 1_800_000 } as const;

/** How often each loop has to come further, in milliseconds; between two groups of a sweep it has. */
const patience = {
  source: 180_000,
  urgent: 180_000,
  slow: 900_000,
  clock: 300_000,
  post: 300_000,
  recipients: 86_400_000,
  drill: 1_200_000,
} as const;

/** How long what is in hand may take to end after a stop, in milliseconds. */
const mostInHand = 15_000;

/** What all loops together remember of what they read and worked out: it only saves time. */
const mostRemembered = { characters: 64_000_000, pieces: 8_000 } as const;

const slow: readonly TaskKind[] = ['sweep', 'retain'];

/** What is timed by our clock, and may not be done while it is wrong. */
const timed: readonly TaskKind[] = ['act', 'expire', 'ask-end', 'grace', 'retain', 'remind'];

/**
 * Starts a server's loops on one store: one for each source, so that none waits for another, some for tasks that somebody
 * waits for, some for sweeps, and one for what is due by the clock. Each stands in for a worker; leases keep them apart.
 */
export function runServer(parts: ServerParts): RunningServer {
  const { beats, clock, news, tapped } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  const bell = taskBell(clock);
  const store = withAlarms(tapped.store, bell);
  const hands: LeasesInHand[] = [];
  const loops = parts.sources.length + 2 * parts.workers + 1;
  const memo = {
    characters: Math.ceil(mostRemembered.characters / loops),
    pieces: Math.ceil(mostRemembered.pieces / loops),
  };

  const around = (name: string, span: number): Around => {
    beats.expect(name, span);
    return { name, signal, beats, news, trouble: tapped.trouble };
  };
  const partsOf = (name: string, on: Store, inbox: LiveParts['inbox'] = nothing): LiveParts =>
    withMemo(
      {
        ...{ store: on, inbox, gatherer: parts.gatherer, reverter: parts.reverter, clock, chance: parts.chance },
        ...{ policy: parts.policy, backlog: parts.backlog, worker: `${parts.name}/${name}`, settings: parts.live },
      },
      memo,
    );
  const handOf = (name: string, span: number, kinds: readonly TaskKind[]): Promise<void> => {
    const hand = leasesInHand(store, () => beats.beat(name));
    hands.push(hand);
    const may = (): readonly TaskKind[] => {
      const off = parts.skew.isOff();
      return kinds.filter((kind) => (parts.acting || kind !== 'act') && !(off && timed.includes(kind)));
    };
    return taskLoop(partsOf(name, hand.store), around(name, span), { bell, kinds: may });
  };

  const tellingLoops = (telling: ServerTelling): readonly Promise<void>[] => {
    const { channels, delivery, drillOf: ownDrill, known, offsetOf, post, word } = telling;
    const hand = (name: string): Store => {
      const made = leasesInHand(store, () => beats.beat(name));
      hands.push(made);
      return made.store;
    };
    const also = {
      drillOf: ownDrill ?? ((decision: Decision) => drillOf(store, decision)),
      ...(known === undefined ? {} : { known }),
    };
    const memory = new HearMemory();
    const hears: HearParts = { ...partsOf('telling', hand('telling')), offsetOf, post, memory, ...also };
    const delivers: DeliverParts = {
      ...{ store: hand('delivery'), clock, chance: parts.chance, worker: `${parts.name}/delivery` },
      ...{ channel: channels.reach, word, delivery, pace: new Pace(clock) },
    };
    const most = 4 * (delivery.timeout + delivery.margin);
    return [
      postLoop(hears, around('telling', patience.post), { bell, isAny: channels.isAny }),
      deliverLoop(delivers, around('delivery', patience.post), { bell, patience: most }),
      recipientsLoop({ store, clock, channels }, around('recipients', patience.recipients)),
    ];
  };

  const watching = parts.sources.map((source) => {
    const heard = heardInbox(
      measureDelays(source, source.name, parts.delays, clock),
      { store, clock },
      { ...hearing, source: source.name },
    );
    const inbox = { ...heard, back: (receipt: string) => source.back(receipt) };
    const name = `source ${source.name}`;
    return watchLoop(partsOf(name, store, inbox), around(name, patience.source), () => source.figures().ended);
  });
  const urgent = taskKinds.filter((kind) => !slow.includes(kind));
  const working = Array.from({ length: parts.workers }, (_, at) => [
    handOf(`tasks ${at + 1}`, patience.urgent, urgent),
    handOf(`sweeps ${at + 1}`, patience.slow, slow),
  ]).flat();
  if (parts.telling !== undefined) working.push(...tellingLoops(parts.telling));
  if (parts.drills !== undefined) {
    const { canary, schedule } = parts.drills;
    const drilling = {
      ...{ store, clock, canary, policy: () => parts.policy().policy, acting: parts.acting },
      ...{ settings: defaultDrillSettings, worker: `${parts.name}/drills`, offsetOf },
    };
    working.push(drillLoop(drilling, around('drills', patience.drill), schedule));
  }
  const clocked = around('clock', patience.clock);
  working.push(scheduleLoop(partsOf('clock', store), clocked, { every: 30_000, also: parts.also }));

  return {
    watched: Promise.all(watching),
    stop: async () => {
      stopping.abort();
      const ended = Promise.all([...watching, ...working]);
      const enough = new AbortController();
      await Promise.race([ended, clock.sleep(mostInHand, enough.signal)]);
      enough.abort();
      let given = 0;
      for (const hand of hands) given += await hand.giveBack(clock.now());
      await Promise.all(parts.sources.map((source) => source.close()));
      return given;
    },
  };
}

const nothing: LiveParts['inbox'] = {
  take: async () => ({ kind: 'taken', messages: [] }),
  done: async () => ({ kind: 'settled' }),
};
