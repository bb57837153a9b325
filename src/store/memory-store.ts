import type {
  Appended,
  CapUse,
  EntryPlace,
  Fenced,
  Kept,
  LeaseAsked,
  Row,
  RowName,
  Settled,
  Span,
  Store,
  Task,
} from '../contracts/store.ts';
import { chainEntries, type Entry, type Head, headOf, plainKey } from '../core/ledger/entry.ts';
import type { Digester } from '../core/ledger/entry-hash.ts';
import { nativeDigest } from './native-digest.ts';
import { type PlainCommit, plainCommit } from './plain-commit.ts';
import { compareKeys, SortedRows } from './sorted-rows.ts';

/**
 * A store in memory: the model that all others are held against, and what simulations run on. Every call does its work
 * at once, so that only its caller decides in which order calls happen.
 */
export function createMemoryStore(shards: number, digest: Digester = nativeDigest): Store {
  const state = emptyState(shards);
  return {
    shards,
    append: async (shard, expect, entries, effects = {}, signal) => {
      if (signal?.aborted) return { kind: 'unavailable', maybe: false, why: 'the caller gave up' };
      return append(state, shard, expect, plainCommit(entries, effects), digest);
    },
    async *read(shard, from) {
      for (let n = from; n < (state.chains[shard]?.length ?? 0); n++) yield state.chains[shard]![n]!;
    },
    find: async (key) => placeOf(state, key),
    heads: async () => headsOf(state),
    row: async (name) => rowOf(state, name),
    rows: async (table, from, most, before) =>
      rowsIn(state, { table, from, most, ...(before === undefined ? {} : { before }) }),
    view: async ({ shard, keys = [], rows = [], spans = [] }) => ({
      head: shard === undefined ? null : headIn(state, shard),
      places: keys.map((key) => placeOf(state, key)),
      rows: rows.map((name) => rowOf(state, name)),
      spans: spans.map((span) => rowsIn(state, span)),
    }),
    task: async (id) => state.tasks.get(plainKey(id)) ?? null,
    waiting: async (now) => {
      const open = [...state.tasks.values()].filter((task) => task.state === 'open');
      return [...Map.groupBy(open, ({ kind }) => kind)]
        .map(([kind, tasks]) => {
          const due = tasks.map((task) => task.due);
          return { kind, open: due.length, due: due.filter((at) => at <= now).length, first: Math.min(...due) };
        })
        .sort((a, b) => compareKeys(a.kind, b.kind));
    },
    lease: async (asked, signal) => {
      if (signal?.aborted) return { kind: 'unavailable', maybe: false, why: 'the caller gave up' };
      return { kind: 'leased', tasks: lease(state, asked) };
    },
    renew: async (held, now, span) => settle(state, held, (task) => ({ ...task, until: now + span })),
    finish: async (held) => settle(state, held, finished),
    fail: async (held, why, again) => settle(state, held, failed(plainKey(why), again)),
    erase: async (before) => ({ kind: 'erased', bodies: erase(state, before) }),
    async *backup() {
      yield* [...kept(state)];
    },
    restore: async (all, signal) => {
      const into = emptyState(shards);
      for await (const each of all) {
        if (signal?.aborted) return { kind: 'unavailable', maybe: false, why: 'the caller gave up' };
        if (!keep(into, each)) return { kind: 'refused', why: `the backup contradicts itself at a ${each.kind}` };
      }
      if (state.keys.size + state.tasks.size + state.rows.size > 0)
        return { kind: 'refused', why: 'expected an empty store, something is in it' };
      Object.assign(state, into);
      return { kind: 'restored', entries: state.chains.reduce((sum, chain) => sum + chain.length, 0) };
    },
    close: async () => {},
  };
}

interface State {
  chains: Entry[][];
  keys: Map<string, EntryPlace>;
  tasks: Map<string, Task>;
  taskKeys: Set<string>;
  rows: Map<string, SortedRows>;
  caps: Map<string, Map<string, Omit<CapUse, 'count'>>>;
}

function emptyState(shards: number): State {
  return {
    chains: Array.from({ length: shards }, () => []),
    keys: new Map(),
    tasks: new Map(),
    taskKeys: new Set(),
    rows: new Map(),
    caps: new Map(),
  };
}

function append(
  state: State,
  shard: number,
  expect: Head | null | 'any',
  { entries, keys, effects }: PlainCommit,
  digest: Digester,
): Appended {
  const chain = state.chains[shard];
  if (chain === undefined) throw new RangeError(`expected a shard below ${state.chains.length}, got ${shard}`);
  const of = [...keys.keys()].flatMap((key) => (state.keys.has(key) ? [{ key, place: state.keys.get(key)! }] : []));
  if (of.length > 0) return { kind: 'duplicate', of };
  const head = headIn(state, shard);
  if (expect !== 'any' && expect?.hash !== head?.hash) return { kind: 'lost', head };
  for (const held of [...effects.held, ...effects.finished, ...effects.failed])
    if (!holds(state, held)) return { kind: 'fenced', task: held.task };
  const reserved = new Map<string, number>();
  for (const use of effects.caps) {
    const used = usesOf(state, use) + (reserved.get(use.name) ?? 0);
    if (used >= use.count) return { kind: 'capped', name: use.name, used };
    reserved.set(use.name, (reserved.get(use.name) ?? 0) + 1);
  }
  for (const write of effects.rows) {
    const row = rowOf(state, write);
    if (write.expect !== undefined && write.expect !== row.version) return { kind: 'stale', row };
  }
  const chained = chainEntries(shard, head, entries, digest);
  chain.push(...chained);
  for (const [key, at] of keys) state.keys.set(key, { shard, n: chained[at]!.header.n });
  perform(state, effects);
  return { kind: 'committed', entries: chained };
}

function perform(state: State, { tasks, finished: done, failed: given, caps, returned, rows }: PlainCommit['effects']) {
  for (const task of tasks)
    if (!state.tasks.has(task.id) && !state.taskKeys.has(task.key)) keepTask(state, { ...task, ...fresh });
  for (const held of done) settle(state, held, finished);
  for (const { why, again, ...held } of given) settle(state, held, failed(why, again));
  for (const { name, by } of returned) state.caps.get(name)?.delete(by);
  for (const { name, per, at, by } of caps) {
    const uses = state.caps.get(name) ?? new Map();
    uses.set(by, { name, per, at: Math.max(at, uses.get(by)?.at ?? at), by });
    state.caps.set(name, uses);
  }
  for (const { table, key, value } of rows) {
    const version = rowOf(state, { table, key }).version + 1;
    tableOf(state, table).put({ table, key, value, version });
  }
}

const fresh = { state: 'open', attempts: 0, worker: null, fence: 0, until: null, why: null } as const;

function keepTask(state: State, task: Task): void {
  state.tasks.set(task.id, task);
  state.taskKeys.add(task.key);
}

function holds(state: State, { task, fence }: Fenced): boolean {
  const known = state.tasks.get(plainKey(task));
  return known?.state === 'open' && known.fence === fence && known.until !== null;
}

function settle(state: State, held: Fenced, change: (task: Task) => Task): Settled {
  if (!holds(state, held)) return { kind: 'fenced' };
  const task = state.tasks.get(plainKey(held.task))!;
  state.tasks.set(task.id, change(task));
  return { kind: 'settled' };
}

const finished = (task: Task): Task => ({ ...task, state: 'done', until: null });

const failed =
  (why: string, again: number | null) =>
  (task: Task): Task => ({
    ...task,
    state: again === null ? 'failed' : 'open',
    due: again ?? task.due,
    until: null,
    why,
  });

function lease(state: State, { worker, kinds, now, span, most }: LeaseAsked): readonly Task[] {
  const due = [...state.tasks.values()].filter(
    (task) =>
      task.state === 'open' &&
      kinds.includes(task.kind) &&
      task.due <= now &&
      (task.until === null || task.until <= now),
  );
  due.sort((a, b) => a.due - b.due || compareKeys(a.id, b.id));
  return due.slice(0, most).map((task) => {
    const { fence, attempts } = task;
    const leased = { ...task, worker, fence: fence + 1, attempts: attempts + 1, until: now + span };
    state.tasks.set(task.id, leased);
    return leased;
  });
}

/** Other uses of the cap in the window that ends now. */
function usesOf(state: State, { name, per, at, by }: CapUse): number {
  const uses = [...(state.caps.get(name)?.values() ?? [])];
  return uses.filter((use) => use.by !== by && use.at > at - per).length;
}

function rowOf(state: State, name: RowName): Row {
  const [table, key] = [plainKey(name.table), plainKey(name.key)];
  return state.rows.get(table)?.get(key) ?? { table, key, value: null, version: 0 };
}

function tableOf(state: State, table: string): SortedRows {
  const known = state.rows.get(table);
  if (known !== undefined) return known;
  const made = new SortedRows();
  state.rows.set(table, made);
  return made;
}

function rowsIn(state: State, { table, from, most, before }: Span): readonly Row[] {
  const end = before === undefined ? null : plainKey(before);
  return tableOf(state, plainKey(table)).between(plainKey(from), most, end);
}

function placeOf(state: State, key: string): EntryPlace | null {
  return state.keys.get(plainKey(key)) ?? null;
}

function headIn(state: State, shard: number): Head | null {
  const last = state.chains[shard]?.at(-1);
  return last === undefined ? null : headOf(last);
}

function headsOf(state: State): readonly Head[] {
  return state.chains.flatMap((_, shard) => headIn(state, shard) ?? []);
}

function erase(state: State, before: number): number {
  let bodies = 0;
  for (const chain of state.chains) {
    chain.forEach((entry, at) => {
      const { header } = entry;
      if (header.at >= before || header.kind === 'sealed' || entry.body === null) return;
      chain[at] = { ...entry, body: null };
      bodies++;
    });
  }
  for (const task of state.tasks.values()) if (task.state !== 'open' && task.due < before) state.tasks.delete(task.id);
  for (const uses of state.caps.values()) for (const use of uses.values()) if (use.at < before) uses.delete(use.by);
  return bodies;
}

function* kept(state: State): Iterable<Kept> {
  for (const entry of state.chains.flat()) yield { kind: 'entry', entry };
  for (const [key, place] of state.keys)
    if (state.chains[place.shard]![place.n]!.header.key !== key) yield { kind: 'key', taken: { key, place } };
  for (const task of state.tasks.values()) yield { kind: 'task', task };
  for (const table of state.rows.values()) for (const row of table.all()) yield { kind: 'row', row };
  for (const uses of state.caps.values()) for (const use of uses.values()) yield { kind: 'cap', use };
}

/** Takes in one thing of a backup; `false` when its place is taken. */
function keep(state: State, each: Kept): boolean {
  switch (each.kind) {
    case 'entry': {
      const { shard, n, key } = each.entry.header;
      const chain = state.chains[shard];
      if (chain === undefined || chain.length !== n || state.keys.has(key)) return false;
      chain.push(each.entry);
      state.keys.set(key, { shard, n });
      return true;
    }
    case 'key': {
      const { key, place } = each.taken;
      if (state.keys.has(key)) return false;
      state.keys.set(key, place);
      return true;
    }
    case 'task':
      if (state.tasks.has(each.task.id) || state.taskKeys.has(each.task.key)) return false;
      keepTask(state, each.task);
      return true;
    case 'row':
      tableOf(state, each.row.table).put(each.row);
      return true;
    case 'cap':
      state.caps.set(each.use.name, (state.caps.get(each.use.name) ?? new Map()).set(each.use.by, each.use));
      return true;
  }
}
