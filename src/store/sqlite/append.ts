import type { Appended, Row, Taken } from '../../contracts/store.ts';
import { chainEntries, type Entry, type Head } from '../../core/ledger/entry.ts';
import { nativeDigest } from '../native-digest.ts';
import type { PlainCommit } from '../plain-commit.ts';
import type { Statements } from './statements.ts';
import { addTasks, endTask, isHeld } from './tasks.ts';

/** One commit, inside a transaction: what it answers, with its writes made only when that is `committed`. */
export function appendIn(
  statements: Statements,
  shard: number,
  expect: Head | null | 'any',
  commit: PlainCommit,
): Exclude<Appended, { kind: 'unavailable' }> {
  const of = takenOf(statements, commit);
  if (of.length > 0) return { kind: 'duplicate', of };
  const head = headOfShard(statements, shard);
  if (expect !== 'any' && expect?.hash !== head?.hash) return { kind: 'lost', head };
  const { held, finished, failed, caps, returned, rows, tasks } = commit.effects;
  const lost = [...held, ...finished, ...failed].find((each) => !isHeld(statements, each));
  if (lost !== undefined) return { kind: 'fenced', task: lost.task };
  for (const { name, by, at, per, count } of caps) {
    const { used } = statements.countUses.get(name, by, at - per) as { used: number };
    if (used >= count) return { kind: 'capped', name, used };
    statements.addUse.run(name, by, at, per);
  }
  for (const { table, key, value, expect: wanted } of rows) {
    const row = readRow(statements, table, key);
    if (wanted !== undefined && wanted !== row.version) return { kind: 'stale', row };
    statements.writeRow.run(table, key, value);
  }
  const entries = chainEntries(shard, head, commit.entries, nativeDigest);
  for (const entry of entries) addEntry(statements, entry);
  for (const [key, at] of commit.keys) statements.addKey.run(key, shard, entries[at]!.header.n);
  addTasks(statements, tasks);
  for (const each of finished) endTask(statements, each, { kind: 'done' });
  for (const each of failed) endTask(statements, each, { kind: 'failed', why: each.why, again: each.again });
  for (const { name, by } of returned) statements.dropUse.run(name, by);
  return { kind: 'committed', entries };
}

/** The newest entry of a shard. */
export function headOfShard(statements: Statements, shard: number): Head | null {
  const found = statements.head.get(shard);
  return found === undefined ? null : ({ ...found } as unknown as Head);
}

/** Writes an entry in its place. */
export function addEntry(statements: Statements, { header, digest, hash, body }: Entry): void {
  const { shard, n, at, kind, key, fence } = header;
  statements.addEntry.run(shard, n, at, kind, key, fence, digest, hash, body);
}

/** The row of that name; one that was never written has version 0. */
export function readRow(statements: Statements, table: string, key: string): Row {
  const found = statements.row.get(table, key);
  return found === undefined ? { table, key, value: null, version: 0 } : ({ ...found } as unknown as Row);
}

function takenOf(statements: Statements, { keys }: PlainCommit): readonly Taken[] {
  return [...keys.keys()].flatMap((key) => {
    const place = statements.findKey.get(key);
    return place === undefined ? [] : [{ key, place: { ...place } as unknown as Taken['place'] }];
  });
}
