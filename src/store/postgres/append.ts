import type { PoolClient } from 'pg';
import type { Appended, EntryPlace, Taken } from '../../contracts/store.ts';
import { chainEntries, type Entry, type Head } from '../../core/ledger/entry.ts';
import { nativeDigest } from '../native-digest.ts';
import type { PlainCommit } from '../plain-commit.ts';
import { checkEffects, writesOf } from './effects.ts';
import { refOf } from './ref-of.ts';
import type { Query, Statements } from './statements.ts';
import type { Worked } from './transaction.ts';

/** What is asked of a shard. */
export interface Asked {
  readonly shard: number;
  readonly expect: Head | null | 'any';
  readonly commit: PlainCommit;
}

/**
 * What is sent with `begin`: it locks the shard until the transaction ends and then looks for its newest entry and for
 * keys that are taken. A commit without entries that expects nothing waits for no shard.
 */
export function enterShard(schema: string, { shard, expect, commit }: Asked): readonly string[] {
  if (expect === 'any' && commit.entries.length === 0) return [];
  const refs = [...commit.keys.keys()].map((key) => `decode('${refOf(key).toString('hex')}', 'hex')`);
  return [
    `select n, hash from "${schema}".shard where shard = ${shard} for no key update`,
    `select key, shard, n from "${schema}".key where ref = any(array[${refs.join(', ')}]::bytea[])`,
  ];
}

/**
 * One commit, inside a transaction that has entered its shard. Locks follow in one order everywhere: shard, tasks, caps,
 * rows, new rows, keys, new tasks; each kind by its refs. So commits wait for each other in a row and never in a circle.
 */
export async function appendIn(
  client: PoolClient,
  statements: Statements,
  { shard, expect, commit }: Asked,
  [heads = [], taken = []]: readonly (readonly unknown[])[],
): Promise<Worked<Exclude<Appended, { kind: 'unavailable' }>>> {
  const of = takenOf(taken as (EntryPlace & { key: string })[], commit);
  if (of.length > 0) return { did: { kind: 'duplicate', of }, writes: null };
  const head = headIn(shard, heads);
  if (expect !== 'any' && expect?.hash !== head?.hash) return { did: { kind: 'lost', head }, writes: null };
  const against = await checkEffects(client, statements, commit.effects);
  if (against !== null) return { did: against, writes: null };
  const entries = chainEntries(shard, head, commit.entries, nativeDigest);
  const [rows, others] = writesOf(statements, commit.effects);
  const added = entries.length === 0 ? [] : [addEntries(statements, shard, entries, commit.keys)];
  return { did: { kind: 'committed', entries }, writes: [...rows, ...added, ...others] };
}

/** Writes entries of a shard, its head, and keys, which must be free. */
export function addEntries(
  { addEntries: statement }: Statements,
  shard: number,
  entries: readonly Entry[],
  keys: PlainCommit['keys'],
): Query {
  const headers = entries.map(({ header }) => header);
  const sorted = [...keys]
    .map(([key, at]) => ({ ref: refOf(key), key, n: headers[at]!.n }))
    .sort((a, b) => Buffer.compare(a.ref, b.ref));
  const last = entries.at(-1)!;
  return {
    ...statement,
    values: [
      shard,
      headers.map(({ n }) => n),
      headers.map(({ at }) => at),
      headers.map(({ kind }) => kind),
      headers.map(({ key }) => key),
      headers.map(({ fence }) => fence),
      entries.map(({ digest }) => digest),
      entries.map(({ hash }) => hash),
      entries.map(({ body }) => body),
      ...[last.header.n, last.hash],
      ...[sorted.map(({ ref }) => ref), sorted.map(({ key }) => key), sorted.map(({ n }) => n)],
    ],
  };
}

function headIn(shard: number, heads: readonly unknown[]): Head | null {
  const { n, hash } = (heads[0] ?? { n: null }) as { n: number | null; hash: string };
  return n === null ? null : { shard, n, hash };
}

function takenOf(found: readonly (EntryPlace & { key: string })[], { keys }: PlainCommit): readonly Taken[] {
  const places = new Map(found.map(({ key, shard, n }) => [key, { shard, n }]));
  return [...keys.keys()].flatMap((key) => (places.has(key) ? [{ key, place: places.get(key)! }] : []));
}
