import type { Pool } from 'pg';
import type { Asked, EntryPlace, Row, Span, View } from '../../contracts/store.ts';
import { type Head, plainKey } from '../../core/ledger/entry.ts';
import { onConnection } from './on-connection.ts';
import { sayOutage } from './outage.ts';
import { refOf } from './ref-of.ts';
import { type Query, type Statement, type Statements, sendAll } from './statements.ts';

/**
 * Reads many things as of one moment, in one round trip: all statements are sent at once, in a transaction that keeps its
 * snapshot (PostgreSQL documentation, 13.2.2). Measured: one statement for all of it takes longer to plan than these do.
 */
export async function viewIn(pool: Pool, statements: Statements, asked: Asked): Promise<View> {
  const { shard, keys = [], rows = [], spans = [] } = asked;
  const names = rows.map(({ table, key }) => ({ table: plainKey(table), key: plainKey(key) }));
  const plainKeys = keys.map(plainKey);
  const found = await answersOf(pool, statements, {
    head: shard === undefined ? [] : [{ ...statements.headOf, values: [shard] }],
    keys: keys.length === 0 ? [] : [{ ...statements.findKeys, values: [plainKeys.map((key) => refOf(key))] }],
    rows:
      rows.length === 0
        ? []
        : [{ ...statements.rowsNamed, values: [names.map(({ table, key }) => refOf(table, key))] }],
    spans: spans.map((span) => spanQuery(statements, span)),
  });
  const places = new Map(
    (found.keys[0] as (EntryPlace & { key: string })[] | undefined)?.map((each) => [each.key, each]),
  );
  const named = new Map((found.rows[0] as Row[] | undefined)?.map((row) => [`${row.table}\0${row.key}`, row]));
  return {
    head: (found.head[0]?.[0] as Head | undefined) ?? null,
    places: plainKeys.map((key) => {
      const place = places.get(key);
      return place === undefined ? null : { shard: place.shard, n: place.n };
    }),
    rows: names.map((name) => named.get(`${name.table}\0${name.key}`) ?? { ...name, value: null, version: 0 }),
    spans: found.spans as Row[][],
  };
}

type Parts<T> = Readonly<Record<'head' | 'keys' | 'rows' | 'spans', readonly T[]>>;

/** The statement that answers a span. */
export function spanQuery(
  statements: Statements,
  { table, from, most, before }: Span,
): Statement & { readonly values: unknown[] } {
  const values = [plainKey(table), plainKey(from), most];
  return before === undefined
    ? { ...statements.rows, values }
    : { ...statements.rowsBefore, values: [...values, plainKey(before)] };
}

async function answersOf(
  pool: Pool,
  { beginView, endView }: Statements,
  { head, keys, rows, spans }: Parts<Query>,
): Promise<Parts<readonly unknown[]>> {
  const all = [...head, ...keys, ...rows, ...spans];
  if (all.length === 0) return { head: [], keys: [], rows: [], spans: [] };
  // What is one statement is of one moment as it is.
  const sent = all.length === 1 ? all : [beginView, ...all, endView];
  try {
    const answers = await onConnection(pool, (client) => sendAll(client, sent));
    const found = answers.slice(all.length === 1 ? 0 : 1);
    const take = (most: number) => found.splice(0, most);
    return {
      head: take(head.length),
      keys: take(keys.length),
      rows: take(rows.length),
      spans: take(spans.length),
    };
  } catch (error) {
    throw new Error(`the store cannot be read: ${sayOutage(error)}`);
  }
}
