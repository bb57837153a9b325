import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { packageRoot } from '../../../src/apps/cli/package-root.ts';
import { systemChance } from '../../../src/apps/live/system-chance.ts';
import { systemClock } from '../../../src/apps/live/system-clock.ts';
import { startBeats } from '../../../src/apps/server/beats.ts';
import { clockSkew } from '../../../src/apps/server/clock-skew.ts';
import { countCalls } from '../../../src/apps/server/count-calls.ts';
import { type LogLine, logLineOf } from '../../../src/apps/server/log-line.ts';
import { type Happened, startNews } from '../../../src/apps/server/news.ts';
import { openSources } from '../../../src/apps/server/open-sources.ts';
import { openStore } from '../../../src/apps/server/open-store.ts';
import { routeAccounts } from '../../../src/apps/server/route-accounts.ts';
import { runServer, type ServerTelling } from '../../../src/apps/server/run-server.ts';
import { tapStore } from '../../../src/apps/server/store-tap.ts';
import type { Store } from '../../../src/contracts/store.ts';
import type { EntryBody, OutcomeBody } from '../../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../../src/core/plan/decision.ts';
import type { Verdict } from '../../../src/core/verdict/verdict.ts';
import { defaultLiveSettings, type LiveSettings } from '../../../src/flow/live/live-parts.ts';
import { approve } from '../../../src/flow/live/orders/approve.ts';
import { type ActionRow, type AskRow, readRow, type Tables } from '../../../src/flow/live/tables.ts';
import { readPolicyFiles } from '../../../src/settings/policy-file.ts';
import type { ServerAccount } from '../../../src/settings/server-settings.ts';
import { startDelays } from '../../../src/sources/delay/start-delays.ts';
import { region, type Stage, site } from './stage.ts';

/** The roles of ours: moto lets any be assumed. */
export const roles: ServerAccount = {
  ...{ account: site.account, regions: [region], readRole: 'PortcullisRead', externalId: 'planted-external-id' },
  ...{ revokeRole: 'PortcullisRevoke', restoreRole: 'PortcullisRestore' },
};

/** How a server of a test differs from the usual one. */
export interface Watched {
  readonly store?: string;
  readonly policy?: string;
  readonly acting?: boolean;
  readonly accounts?: readonly ServerAccount[];
  readonly live?: Partial<LiveSettings>;
  /** How people are told; left out, nobody is. */
  readonly telling?: (store: Store) => ServerTelling;
  /** Not waited for until everything was read once. */
  readonly unswept?: boolean;
}

/** A server that watches the stage's queue. */
export interface Watching {
  readonly store: Store;
  /** All it told so far, and when. */
  readonly news: readonly { readonly at: number; readonly happened: Happened }[];
  /** The lines of its log. */
  lines(): readonly LogLine[];
  decisions(group?: string): Promise<readonly Decision[]>;
  /** Ids of the checks that a decision's verdict tells, or that of a revision of it. */
  checks(decision: string): Promise<readonly string[]>;
  outcomes(): Promise<readonly OutcomeBody[]>;
  rows<T extends keyof Tables>(table: T): Promise<readonly Tables[T][]>;
  /** The actions on a group, list or interface. */
  actions(on: string): Promise<readonly ActionRow[]>;
  /** Carol says yes to what is asked about something. */
  approves(on: string): Promise<AskRow>;
  stop(): Promise<void>;
}

/** Starts one in this process, as `serve` puts it together. */
export async function startWatching(stage: Stage, how: Watched = {}): Promise<Watching> {
  const { acting = true, accounts = [roles] } = how;
  const path = how.store ?? join(stage.folder, `ledger-${process.hrtime.bigint()}.db`);
  const opened = await openStore(path);
  if (opened.kind === 'refused') throw new Error(opened.why);
  const clock = systemClock;
  const told: { readonly at: number; readonly happened: Happened }[] = [];
  const news = startNews();
  news.listen((happened) => void told.push({ at: Date.now(), happened }));
  const tapped = tapStore(opened.store, news, clock.now);
  const skew = clockSkew(clock, news);
  const routed = routeAccounts({ accounts, acting, home: region, clock, calls: countCalls(), hears: skew.heard });
  const sources = openSources({
    settings: { sources: [{ kind: 'sqs', queue: stage.queue, buckets: null }], accounts },
    ...{ store: tapped.store, clock, clients: routed.clients },
  });
  const file = how.policy ?? join(import.meta.dirname, 'policy.yaml');
  const { policy, errors } = readPolicyFiles([file], join(packageRoot(), 'policies'), clock.now());
  if (policy === null) throw new Error(errors.join('\n'));
  // No call is given up, and made again, because the machine is slow.
  const slow = { lease: 180_000, callTimeout: 120_000 };
  const usual = { ...defaultLiveSettings, ...slow, quiet: 1_500 };
  const live = { ...usual, sites: [site], ownRoles: routed.ownRoles, ...how.live };
  const server = runServer({
    ...{ tapped, sources, gatherer: routed.gatherer, reverter: routed.reverter, clock, chance: systemChance },
    ...{ policy: () => ({ policy, engine: 'end-to-end' }), backlog: null, live, acting, workers: 2 },
    ...{ name: `test-${process.pid}`, news, beats: startBeats(clock.monotonic), delays: startDelays(), skew },
    ...(how.telling === undefined ? {} : { telling: how.telling(tapped.store) }),
    also: async () => {},
  });
  const { store } = opened;
  const bodies = async (): Promise<readonly EntryBody[]> => {
    const all: EntryBody[] = [];
    for (let shard = 0; shard < store.shards; shard++)
      for await (const entry of store.read(shard, 0)) all.push(JSON.parse(entry.body!) as EntryBody);
    return all;
  };
  const rows = async <T extends keyof Tables>(table: T): Promise<readonly Tables[T][]> =>
    (await store.rows(table, '', 100_000)).flatMap((row) => readRow(table, row) ?? []);
  // What stood before is known first, as it is of a server that has run for a while.
  if (how.unswept !== true) await until(async () => (await rows('swept')).length > 0);
  return {
    ...{ store, news: told, rows },
    lines: () => told.flatMap(({ happened }) => logLineOf(happened) ?? []),
    decisions: async (group) =>
      (await bodies())
        .flatMap((body) => (body.kind === 'decided' ? [body.decision as unknown as Decision] : []))
        .filter(
          ({ on, effects }) =>
            group === undefined || on.id === group || effects.some((each) => each.group?.id === group),
        )
        .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    checks: async (decision) =>
      (await bodies()).flatMap((body) => verdictIn(body, decision)?.checks.map(({ id }) => id) ?? []),
    outcomes: async () => (await bodies()).filter((body): body is OutcomeBody => body.kind === 'outcome'),
    actions: async (on) => (await rows('action')).filter(({ intent }) => intent.on.id === on),
    approves: async (on) => {
      const asks = (await rows('ask')).filter(({ intent, state }) => intent.on.id === on && state === 'waiting');
      const ask = asks[0]!;
      const parts = {
        ...{ store: tapped.store, gatherer: routed.gatherer, reverter: routed.reverter, clock, chance: systemChance },
        ...{ inbox: sources[0]!, policy: () => ({ policy, engine: 'end-to-end' }), backlog: null, worker: 'carol' },
        settings: live,
      };
      const done = await approve(parts, {
        ...{ hash: ask.hash, person: 'carol@example.com', reason: 'it was a mistake' },
        key: `yes/${ask.hash}`,
      });
      if (done.kind !== 'ordered') throw new Error(JSON.stringify(done));
      return ask;
    },
    stop: async () => {
      await server.stop();
      routed.close();
      await opened.store.close();
    },
  };
}

/** What an entry tells as the verdict of a decision; `null` where it is about something else. */
function verdictIn(body: EntryBody, decision: string): Verdict | null {
  if (body.kind === 'revised') return body.of === decision ? (body.verdict as unknown as Verdict | null) : null;
  const decided = body.kind === 'decided' ? (body.decision as unknown as Decision) : null;
  return decided?.id === decision ? (decided.verdict ?? null) : null;
}

/** Far above what anything here takes: a slow machine, or a message that was lost and comes again after a minute, fails nothing. */
export const patience = 120_000;

/** Waits until something holds, and answers it; after so many milliseconds it fails, with what was asked. */
export async function until<T>(what: () => Promise<T | null | undefined | false>, within = patience): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await what();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`expected within ${within} ms: ${String(what)}`);
    await wait(50);
  }
}
