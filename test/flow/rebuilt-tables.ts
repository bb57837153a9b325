import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../src/contracts/store.ts';
import { rebuild } from '../../src/flow/live/rebuild/rebuild.ts';
import type { ActionRow, Tables } from '../../src/flow/live/tables.ts';

const tables = Object.keys({
  ...{
    evidence: 1,
    naming: 1,
    wearing: 1,
    named: 1,
    since: 1,
    attempt: 1,
    record: 1,
    decision: 1,
    action: 1,
    acted: 1,
  },
  ...{ expect: 1, violation: 1, incident: 1, grant: 1, ask: 1, switch: 1, gap: 1, sealed: 1, swept: 1, steady: 1 },
  ...{ unexplained: 1, tally: 1, policy: 1, mute: 1, message: 1, mention: 1, sent: 1, dead: 1, post: 1 },
  ...{ drill: 1, confirmed: 1 },
} satisfies Record<keyof Tables, 1>) as (keyof Tables)[];

const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying'];

const unmade: readonly (keyof Tables)[] = ['steady', 'message', 'mention', 'sent', 'dead', 'post', 'drill'];

/**
 * Where rows that are made again from the entries of a store differ from the rows that it holds, `<table> <key>: …`.
 * Left out: what a sweep notes for the next one (`steady`), how far back anything is known but for the first row, how the
 * reads of an action under way went, plain records since the newest seal, messages with how far they came, what
 * hearing remembers, how much mutes kept back, and which drill is under way.
 */
export async function notRebuilt(store: Store): Promise<readonly string[]> {
  const { book } = await rebuild(store);
  const made = Map.groupBy(book.rows(), ({ table }) => table);
  const found: string[] = [];
  for (const table of tables.filter((each) => !unmade.includes(each))) {
    const held = (await store.rows(table, '', 1_000_000)).map(
      ({ key, value }) => [key, told(table, key, value!)] as const,
    );
    const again = (made.get(table) ?? []).map(({ key, value }) => [key, told(table, key, value!)] as const);
    const [one, other] = [held, again].map(
      (rows) => new Map(rows.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, table === 'since' ? 1 : undefined)),
    );
    for (const key of new Set([...one!.keys(), ...other!.keys()])) {
      const [is, was] = [other!.get(key), one!.get(key)];
      if (!isDeepStrictEqual(is, was))
        found.push(`${table} ${key}: held ${JSON.stringify(was)}, made again ${JSON.stringify(is)}`);
    }
  }
  return found;
}

function told(table: keyof Tables, key: string, value: string): unknown {
  const row = JSON.parse(value) as unknown;
  if (table === 'tally' && key.endsWith('/records')) return undefined;
  if (table === 'mute') return { ...(row as Tables['mute']), kept: 0 };
  if (table !== 'action' || !going.includes((row as ActionRow).state)) return row;
  const {
    state: _s,
    why: _w,
    reads: _r,
    goodAt: _g,
    failures: _f,
    lastWrite: _l,
    intent,
    last: _last,
    back: _b,
    pending: _p,
    ...rest
  } = row as ActionRow;
  return { ...rest, intent: { ...intent, aims: null } };
}
