import { resolve } from 'node:path';
import { isObject, type Json, type JsonObject } from '../core/leaf/canonical.ts';
import type { Path } from '../core/policy/problem.ts';
import { readSpan } from '../core/policy/span.ts';
import { resolveSecret } from './kept-secret.ts';
import type { SettingsProblem } from './read-server-settings.ts';
import {
  type DrillSettings,
  defaultServerSettings,
  isLoopback,
  type LogLevel,
  readListen,
  type ServerAccount,
  type ServerSettings,
  type ServerSource,
} from './server-settings.ts';
import { sourceKinds } from './server-shape.ts';
import { settleDelivery } from './settle-delivery.ts';

/** What values are read by: where relative paths begin, and where secrets are kept. */
interface Around {
  readonly folderOf: (key: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Settings whose values fit together, or what does not. The shape was checked before. */
export function settle(
  value: JsonObject,
  { folderOf, env }: Around,
): { readonly settings: ServerSettings } | { readonly problems: readonly SettingsProblem[] } {
  const problems: SettingsProblem[] = [];
  const secrets: string[] = [];
  const wrong = (path: Path, message: string): null => {
    problems.push({ path, on: 'value', message, suggestion: null });
    return null;
  };
  const kept = (path: Path, said: Json | undefined): string | null => {
    if (typeof said !== 'string') return null;
    const found = resolveSecret(said, env);
    if ('wrong' in found) return wrong(path, found.wrong);
    if (found.secret) secrets.push(found.text);
    return found.text;
  };
  const span = (
    path: Path,
    said: Json | undefined,
    usual: number,
    [least, most, limits]: readonly [number, number, string],
  ) => {
    const millis = typeof said === 'string' ? readSpan(said)! : usual;
    return millis >= least && millis <= most ? millis : (wrong(path, `expected ${limits}`) ?? usual);
  };
  const usual = defaultServerSettings;
  const [sweep, heartbeat, log] = [part(value.sweep), part(value.heartbeat), part(value.log)];
  const store = kept(['store'], value.store) ?? '';
  const token = kept(['token'], value.token);
  const webhook = kept(['heartbeat', 'webhook'], heartbeat.webhook);
  if (webhook !== null && !URL.canParse(webhook)) wrong(['heartbeat', 'webhook'], 'expected a URL');
  const accounts = Object.entries(part(value.accounts)).map(([id, said]) => accountOf(id, part(said)));
  for (const { account, revokeRole, restoreRole } of accounts)
    if ((revokeRole === null) !== (restoreRole === null))
      wrong(
        ['accounts', account],
        'expected both `revoke_role` and `restore_role`, or neither: they are two roles on purpose',
      );
  const acting = value.acting === true;
  if (acting && !accounts.some(({ revokeRole }) => revokeRole !== null))
    wrong(['acting'], 'expected `revoke_role` and `restore_role` in an account: without them nothing can be done');
  const listen = typeof value.listen === 'string' ? readListen(value.listen) : usual.listen;
  if (listen !== null && listen.port > 65_535) wrong(['listen'], `ports go up to 65535, got \`${listen.port}\``);
  if (listen !== null && !isLoopback(listen.host) && token === null)
    wrong(['listen'], '`token` is needed where others than this machine may ask');
  const list = value.sources as readonly JsonObject[];
  const sources = list.map((said, at) =>
    sourceOf(said, ['sources', at], { accounts, folder: folderOf('sources'), wrong }),
  );
  if (sources.filter((source) => source?.kind === 'stdin').length > 1)
    wrong(['sources'], 'standard input is there once');
  const full = span(['sweep', 'full'], sweep.full, usual.sweep.full, spans.full);
  const active = span(['sweep', 'active'], sweep.active, usual.sweep.active, spans.active);
  const every = span(['heartbeat', 'every'], heartbeat.every, usual.heartbeat.every, spans.every);
  const asked = isObject(value.drill) ? value.drill : null;
  const drillEvery = span(['drill', 'every'], asked?.every, usualDrill, spans.drill);
  const drill = asked === null ? null : drillOf(asked, drillEvery);
  if (drill !== null && !accounts.some(({ account, regions }) => isSite(drill, account, regions)))
    wrong(['drill'], 'expected an account and region of `accounts`: what is not watched is not drilled');
  const delivery = settleDelivery(value.delivery, {
    wrong: (key, message) => wrong(['delivery', key], message),
    kept: (key, said) => kept(['delivery', key], said),
  });
  const told = part(value.proving);
  const within = span(['proving', 'within'], told.within, usualWithin, spans.within);
  if (typeof told.off === 'string' && told.off.trim() === '')
    wrong(['proving', 'off'], 'expected the reason why nobody asks for it');
  const proving = typeof told.off === 'string' ? { off: told.off } : { within };
  if (problems.length > 0) return { problems };
  const beside = (key: string, path: string): string => resolve(folderOf(key), path);
  return {
    settings: {
      store: /^postgres(ql)?:\/\//i.test(store) || store === ':memory:' ? store : beside('store', store),
      policy: (value.policy as readonly string[]).map((path) => beside('policy', path)),
      backlog: typeof value.backlog === 'string' ? beside('backlog', value.backlog) : null,
      ...{ accounts, acting, listen, token, secrets, sweep: { full, active } },
      sources: sources.filter((source) => source !== null),
      workers: typeof value.workers === 'number' ? value.workers : usual.workers,
      heartbeat: { webhook, cloudwatch: textOf(heartbeat.cloudwatch), every },
      log: (log.level ?? usual.log) as LogLevel,
      ...{ delivery, drill, proving },
    },
  };
}

const hour = 3_600_000;

/** How often a drill is made, and how long one that passed counts, where nothing else is said. */
const [usualDrill, usualWithin] = [24 * hour, 30 * 24 * hour];

/** Least and most, in milliseconds, and what is said of it. */
const spans = {
  full: [6 * hour, 24 * hour, '6h to 24h'],
  active: [hour / 6, 24 * hour, '10m to 24h'],
  every: [10_000, hour, '10s to 1h'],
  drill: [hour, 30 * 24 * hour, '1h to 30d'],
  within: [24 * hour, 90 * 24 * hour, '1d to 90d'],
} as const;

function part(said: Json | undefined): JsonObject {
  return isObject(said) ? said : {};
}

function textOf(said: Json | undefined): string | null {
  return typeof said === 'string' ? said : null;
}

function drillOf(said: JsonObject, every: number): DrillSettings {
  const site = { account: said.account as string, region: said.region as string };
  return { every, site, group: textOf(said.group), role: textOf(said.role) };
}

function isSite({ site }: DrillSettings, account: string, regions: readonly string[]): boolean {
  return site.account === account && regions.includes(site.region);
}

function accountOf(account: string, said: JsonObject): ServerAccount {
  return {
    account,
    regions: [...new Set(said.regions as readonly string[])],
    readRole: textOf(said.read_role),
    revokeRole: textOf(said.revoke_role),
    restoreRole: textOf(said.restore_role),
    externalId: textOf(said.external_id),
  };
}

function sourceOf(
  said: JsonObject,
  path: Path,
  around: {
    readonly accounts: readonly ServerAccount[];
    readonly folder: string;
    readonly wrong: (path: Path, message: string) => null;
  },
): ServerSource | null {
  const { accounts, folder, wrong } = around;
  const kinds = sourceKinds.filter((kind) => said[kind] !== undefined && said[kind] !== false);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    return wrong(
      path,
      `a source is one of \`${sourceKinds.join('`, `')}\`, got ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
    );
  if (said.buckets !== undefined && kind !== 'sqs') return wrong([...path, 'buckets'], '`buckets` is said of a queue');
  switch (kind) {
    case 'sqs':
      return { kind, queue: said.sqs as string, buckets: (said.buckets ?? null) as readonly string[] | null };
    case 'lookup':
      if (accounts.length === 0) return wrong([...path, 'lookup'], 'expected `accounts`: it follows those');
      return { kind };
    case 'folder':
      return { kind, folder: resolve(folder, said.folder as string) };
    case 'stdin':
      return { kind };
  }
}
