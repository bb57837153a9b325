import { createMetricBeat } from '../../aws/heartbeat/metric-beat.ts';
import type { Canary } from '../../contracts/canary.ts';
import type { Clock, Gatherer, Reverter } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { Complaint } from '../cli/complaint.ts';
import { openBacklog } from '../cli/open-backlog.ts';
import { packsFolder, sayCount } from '../cli/open-policy.ts';
import { ownVersion } from '../cli/package-root.ts';
import { systemChance } from '../live/system-chance.ts';
import { systemClock } from '../live/system-clock.ts';
import { clockSkew } from './clock-skew.ts';
import { countCalls } from './count-calls.ts';
import { webhookBeat } from './heartbeat.ts';
import type { News } from './news.ts';
import { openCanary } from './open-canary.ts';
import { openSources } from './open-sources.ts';
import { openStore } from './open-store.ts';
import { type OpenedTelling, openTelling, type TellingWith } from './open-telling.ts';
import { keepPolicy } from './policy-keeper.ts';
import { routeAccounts } from './route-accounts.ts';
import { type Serving, startServing } from './start-serving.ts';

/** What may stand in for AWS: tests bring a model of it. */
export interface Edge {
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  readonly ownRoles: readonly string[];
  readonly canary?: Canary;
}

/** What a server is opened with beside its settings. */
export interface ServingWith {
  readonly news: News;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input?: AsyncIterable<Uint8Array>;
  readonly clock?: Clock;
  readonly edge?: Edge;
  /** In place of the store of the settings. */
  readonly store?: Store;
  /** Of how people are told, where it is not as usual; `null`: they are not. */
  readonly telling?: TellingWith | null;
}

/** Chooses every part of a server by its settings, and starts it; what is wrong is a complaint, and nothing runs. */
export async function openServing(settings: ServerSettings, given: ServingWith): Promise<Serving> {
  const { news, env, input, clock = systemClock } = given;
  const { acting, accounts, heartbeat } = settings;
  const policy = keepPolicy({
    ...{ paths: settings.policy, packsFolder: packsFolder(), engine: ownVersion(), acting, now: clock.now, news },
  });
  if ('errors' in policy) throw new Complaint([...policy.errors, sayCount(policy.errors)].join('\n'), { blocks: true });
  const backlog = openBacklog(settings.backlog ?? undefined);
  const opened =
    given.store === undefined ? await openStore(settings.store) : ({ kind: 'opened', store: given.store } as const);
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  const home = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? accounts[0]?.regions[0] ?? 'us-east-1';
  const [calls, skew] = [countCalls(), clockSkew(clock, news)];
  const routed = routeAccounts({ accounts, acting, home, clock, calls, hears: skew.heard });
  const metric = heartbeat.cloudwatch === null ? null : createMetricBeat(heartbeat.cloudwatch, home);
  let telling: OpenedTelling | null = null;
  const drills = settings.drill === null ? null : openCanary(settings, { home, clock });
  const serving = await startServing({
    ...{ settings, store: opened.store, clock, chance: systemChance, policy, backlog, calls, skew, news },
    openSources: (store) =>
      openSources({ settings, store, clock, clients: routed.clients, ...(input === undefined ? {} : { input }) }),
    gatherer: given.edge?.gatherer ?? routed.gatherer,
    reverter: given.edge?.reverter ?? routed.reverter,
    ownRoles: given.edge?.ownRoles ?? routed.ownRoles,
    openTelling: (store) => {
      if (given.telling !== null) telling = openTelling({ settings, store, clock, policy, env, home }, given.telling);
      return telling;
    },
    canary: given.edge?.canary ?? drills?.canary ?? null,
    beatsTo: (say) => [
      ...(heartbeat.webhook === null ? [] : [webhookBeat(heartbeat.webhook, say)]),
      ...(metric === null
        ? []
        : [{ name: 'cloudwatch', beat: (signal: AbortSignal) => metric.put(clock.now(), signal) }]),
    ],
  });
  return {
    ...serving,
    stop: async () => {
      await serving.stop();
      telling?.close();
      drills?.close();
      routed.close();
      metric?.close();
    },
  };
}
