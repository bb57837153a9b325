import type { Spill } from '../contracts/spill.ts';
import type { Change } from '../core/change/change.ts';
import { changeKinds } from '../core/change/change-kinds.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Observed, ObservedActor } from '../core/policy/init/observed.ts';
import type { Actor } from '../core/trail/actor.ts';
import { placeGroup } from './find-group.ts';
import { indexGroups } from './group-index.ts';
import { changeOf } from './load.ts';

/** Session names and user agents that are kept of one actor. */
const kept = 20;

/** Looks at an archive and a snapshot for what a first policy is written from: tags, accounts, and who acts how. */
export function observeArchive(spill: Spill, snapshot: Perimeter | null): Observed {
  const accounts = new Map<string, { regions: Set<string>; groups: number; changes: number }>();
  const inAccount = (id: string | null, region: string | null) => {
    const account = accounts.get(id ?? '') ?? { regions: new Set<string>(), groups: 0, changes: 0 };
    if (id !== null) accounts.set(id, account);
    if (region !== null) account.regions.add(region);
    return account;
  };
  const actors = new Map<string, SeenActor>();
  let [changes, first, last] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const seen = new Set<string>();
  for (const each of spill.changesOfKind(changeKinds)) {
    const { record } = changeOf(each);
    const call = `${record.account}/${record.region}/${record.eventId}`;
    if (record.result === 'applied') changes++;
    [first, last] = [Math.min(first, record.at), Math.max(last, record.at)];
    if (record.result === 'applied') inAccount(record.account, record.region).changes++;
    if (!seen.has(call)) see(actors, record);
    seen.add(call);
  }
  const groups = indexGroups(spill, snapshot).map((group) => {
    const { account, region } = placeGroup(spill, snapshot, group);
    inAccount(account, region).groups++;
    return { tags: tagsOf(spill, snapshot, group) };
  });
  return {
    span: first > last ? null : { first, last },
    changes,
    groups,
    accounts: [...accounts]
      .map(([id, each]) => ({ id, ...each, regions: [...each.regions].sort() }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    actors: [...actors].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, actor]) => finished(actor)),
  };
}

/** Tags as the snapshot shows them, else as the records leave them. */
function tagsOf(
  spill: Spill,
  snapshot: Perimeter | null,
  group: ReturnType<typeof indexGroups>[number],
): Readonly<Record<string, string>> {
  const shown = snapshot?.groups.find(({ id }) => id === group.key);
  if (shown !== undefined) return shown.tags;
  const tags = new Map<string, string>();
  const told = group.subjects.flatMap((subject) => spill.changesOf(subject)).sort((a, b) => a.at - b.at);
  for (const change of told.map(changeOf)) {
    if (change.record.result !== 'applied') continue;
    if (change.kind === 'group-created') for (const [key, value] of Object.entries(change.tags)) tags.set(key, value);
    if (change.kind !== 'tags-changed' || change.rule !== null) continue;
    for (const [key, value] of Object.entries(change.set)) tags.set(key, value);
    for (const key of change.removed) tags.delete(key);
  }
  return Object.fromEntries(tags);
}

interface SeenActor {
  readonly type: string;
  readonly principal: string | null;
  changes: number;
  refused: number;
  readonly via: Map<string, number>;
  readonly sessions: Set<string>;
  readonly agents: Set<string>;
  readonly people: Set<string>;
  readonly sources: Map<string, { readonly days: Set<number>; console: boolean }>;
}

function see(actors: Map<string, SeenActor>, { actor, result, at }: Change['record']): void {
  const key = `${actor.type} ${actor.principal}`;
  const seen = actors.get(key) ?? begin(actor);
  actors.set(key, seen);
  if (result === 'applied') seen.changes++;
  else seen.refused++;
  seen.via.set(actor.via.value, (seen.via.get(actor.via.value) ?? 0) + 1);
  if (actor.session !== null && seen.sessions.size < kept) seen.sessions.add(actor.session);
  if (actor.userAgent !== null && seen.agents.size < kept) seen.agents.add(actor.userAgent.slice(0, 300));
  if (actor.person !== null && actor.identity === 'asserted') seen.people.add(actor.person);
  if (actor.sourceIp === null) return;
  const source = seen.sources.get(actor.sourceIp) ?? { days: new Set<number>(), console: false };
  source.days.add(Math.floor(at / 86_400_000));
  source.console ||= actor.via.value === 'console';
  seen.sources.set(actor.sourceIp, source);
}

function begin({ type, principal }: Actor): SeenActor {
  const maps = { via: new Map(), sources: new Map(), sessions: new Set<string>() };
  return { type, principal, changes: 0, refused: 0, ...maps, agents: new Set(), people: new Set() };
}

function finished({
  type,
  principal,
  changes,
  refused,
  via,
  sessions,
  agents,
  people,
  sources,
}: SeenActor): ObservedActor {
  return {
    ...{ type, principal, changes, refused, via: Object.fromEntries([...via].sort()) },
    ...{ sessions: [...sessions].sort(), agents: [...agents].sort(), people: [...people].sort() },
    sources: [...sources]
      .map(([address, { days, console }]) => ({ address, days: days.size, console }))
      .sort((a, b) => b.days - a.days || (a.address < b.address ? -1 : 1)),
  };
}
