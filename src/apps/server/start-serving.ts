import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Canary } from '../../contracts/canary.ts';
import type { Chance, Clock, Gatherer, Reverter } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { Backlog } from '../../core/plan/backlog/backlog.ts';
import { defaultLiveSettings, type LiveSettings } from '../../flow/live/live-parts.ts';
import { type ServerSettings, sitesOf } from '../../settings/server-settings.ts';
import { type Delays, startDelays } from '../../sources/delay/start-delays.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import { type Beats, startBeats } from './beats.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { CallCount } from './count-calls.ts';
import { type Figures, startCounting } from './figures.ts';
import { type Health, type HealthFrom, isWorking, tellHealth } from './health.ts';
import { type BeatTo, startHeartbeat } from './heartbeat.ts';
import type { Reading } from './metrics.ts';
import type { News } from './news.ts';
import type { PolicyKeeper } from './policy-keeper.ts';
import { readFigures } from './read-figures.ts';
import { runServer, type ServerTelling } from './run-server.ts';
import { tapStore } from './store-tap.ts';
import { tend } from './tend.ts';

/** Everything that a server needs of the world. */
export interface ServingParts {
  readonly settings: ServerSettings;
  readonly store: Store;
  /** Opened on the store as the server sees it. */
  readonly openSources: (store: Store) => readonly LiveSource[];
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  readonly ownRoles: readonly string[];
  readonly clock: Clock;
  readonly chance: Chance;
  readonly policy: PolicyKeeper;
  readonly backlog: Backlog | null;
  readonly calls: CallCount;
  readonly skew: ClockSkew;
  readonly news: News;
  /** By what people are told: opened on the store as the server sees it. */
  readonly openTelling: (store: Store) => ServerTelling | null;
  /** What drills may do in AWS, where settings want them. */
  readonly canary?: Canary | null;
  /** Where its heart beats to. */
  readonly beatsTo: (say: () => Promise<object>) => readonly BeatTo[];
}

/** A server that does its work until it is stopped. */
export interface Serving {
  readonly store: Store;
  readonly sources: readonly LiveSource[];
  readonly figures: Figures;
  readonly delays: Delays;
  readonly skew: ClockSkew;
  health(): Promise<Health>;
  readings(): AsyncIterable<Reading>;
  /** Reads the policy anew; `by`: who wanted it. */
  reload(by: string): Promise<void>;
  /** Ends when every source has ended. */
  readonly watched: Promise<unknown>;
  /** Ends all work in order, and closes what was opened. */
  stop(): Promise<void>;
}

/** By whom the ledger says that a policy was switched to: who wrote its file is not known here. */
export const switcher = `portcullis on ${hostname()}`;

/** Starts a server: all of it but what faces outwards. */
export async function startServing(parts: ServingParts): Promise<Serving> {
  const { calls, chance, clock, news, policy, settings, skew } = parts;
  const startedAt = clock.now();
  const [counting, delays] = [startCounting(), startDelays()];
  const beats: Beats = startBeats(clock.monotonic);
  let refused = false;
  news.listen(counting.hear);
  news.listen(({ kind }) => {
    if (kind === 'policy-refused') refused = true;
    if (kind === 'policy') refused = false;
  });
  const tapped = tapStore(parts.store, news, clock.now);
  const sources = parts
    .openSources(tapped.store)
    .map((source) => ({ ...source, ...counting.around(source, source.name, clock.now) }));
  const telling = parts.openTelling(tapped.store);
  const { drill } = settings;
  const live: LiveSettings = {
    ...defaultLiveSettings,
    ...{ sites: sitesOf(settings), ownRoles: parts.ownRoles },
    ...{ sweepEvery: settings.sweep.active, sweepFull: settings.sweep.full },
    get proving() {
      return settings.acting && 'within' in settings.proving && telling?.channels.isAny() === true
        ? settings.proving
        : undefined;
    },
    get grace() {
      return delays.grace(defaultLiveSettings.grace);
    },
  };
  const healthFrom: HealthFrom = { tapped, sources, beats, skew, now: clock.now, isPolicyRefused: () => refused };
  const say = async (): Promise<object> => {
    const { status } = await tellHealth(healthFrom);
    return { at: new Date(clock.now()).toISOString(), server: hostname(), status };
  };
  const heartbeat = startHeartbeat({
    ...{ to: parts.beatsTo(say), every: settings.heartbeat.every, clock, news },
    isWorking: () => isWorking(healthFrom),
  });
  const orders = { store: tapped.store, clock, chance };
  let [unwritten, last]: [string | null, Promise<void>] = [null, Promise.resolve()];
  const reloadNow = async (by: string): Promise<void> => {
    const done = await policy.reload(orders, by);
    unwritten = done === 'later' ? by : null;
    if (done === 'same') refused = false;
  };
  // Two wishes at once are carried out one after the other: the second finds nothing new.
  const reload = (by: string): Promise<void> => {
    last = last.catch(() => {}).then(() => reloadNow(by));
    return last;
  };
  // That this policy is in force from now on stands in the ledger before anything is judged by it.
  await reload(switcher).catch(() => {
    unwritten = switcher;
  });
  const known = () => ({
    sources: sources.map((source) => ({ source: source.name, last: source.figures().lastTaken })),
  });
  const ending = new AbortController();
  const running = runServer({
    ...{
      tapped,
      sources,
      gatherer: parts.gatherer,
      reverter: parts.reverter,
      clock,
      chance,
      live,
      news,
      beats,
      delays,
      skew,
    },
    ...{ policy: policy.judging, backlog: parts.backlog, acting: settings.acting, workers: settings.workers },
    ...(telling === null ? {} : { telling: { ...telling, known } }),
    ...(drill === null || !parts.canary ? {} : { drills: { canary: parts.canary, schedule: drill } }),
    name: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    also: async () => {
      if (unwritten !== null) await reload(unwritten);
    },
  });
  const tending = tend({ sources, policy, skew, delays, clock, news, reload: () => reload(switcher) }, ending.signal);
  const beating = heartbeat.run(ending.signal);

  return {
    ...{ store: tapped.store, sources, figures: counting.figures, delays, skew, reload, watched: running.watched },
    health: () => tellHealth(healthFrom),
    readings: () =>
      readFigures({
        ...{ store: tapped.store, sources, figures: counting.figures, delays, calls, skew, now: clock.now, startedAt },
        ...{ policy: policy.judging, sites: live.sites, acting: settings.acting, beaten: heartbeat.beaten },
        isReady: () => isWorking(healthFrom),
      }),
    stop: async () => {
      const given = await running.stop();
      ending.abort();
      await Promise.all([tending, beating]);
      news.tell({
        kind: 'stopped',
        said: given === 0 ? 'stopped: nothing was left in hand' : `stopped: ${given} tasks were given back`,
      });
      await parts.store.close();
    },
  };
}
