import type { DatabaseSync } from 'node:sqlite';
import type { CapUse, Kept, Row, Taken } from '../../contracts/store.ts';
import type { Entry, EntryHeader } from '../../core/ledger/entry.ts';
import { addEntry } from './append.ts';
import type { Statements } from './statements.ts';
import { plainTask } from './tasks.ts';

/** Everything in a database, entries by shard first. Reading it is one transaction, if the caller has begun one. */
export function* keptIn(db: DatabaseSync): Iterable<Kept> {
  const all = (sql: string) => db.prepare(sql).iterate() as Iterable<unknown>;
  for (const found of all('select * from entry order by shard, n')) yield { kind: 'entry', entry: plainEntry(found) };
  const aliases = `select key.key, key.shard, key.n from key join entry using (shard, n) where entry.key <> key.key`;
  for (const found of all(`${aliases} order by 1`)) {
    const { key, shard, n } = found as Taken & Taken['place'];
    yield { kind: 'key', taken: { key, place: { shard, n } } };
  }
  for (const task of all('select * from task order by id')) yield { kind: 'task', task: plainTask(task) };
  const rows = 'select "table", key, value, version from row order by 1, 2';
  for (const row of all(rows)) yield { kind: 'row', row: { ...(row as Row) } };
  const uses = 'select name, per, at, by from cap order by name, by';
  for (const use of all(uses)) yield { kind: 'cap', use: { ...(use as Omit<CapUse, 'count'>) } };
}

/** An entry as the database has it. */
export function plainEntry(found: unknown): Entry {
  const { shard, n, at, kind, key, fence, digest, hash, body } = found as EntryHeader & Omit<Entry, 'header'>;
  return { header: { v: 1, shard, n, at, kind, key, fence }, digest, hash, body };
}

/** Writes one thing of a backup where it was. */
export function keepIn(db: DatabaseSync, statements: Statements, each: Kept): void {
  switch (each.kind) {
    case 'entry': {
      const { shard, n, key } = each.entry.header;
      addEntry(statements, each.entry);
      statements.addKey.run(key, shard, n);
      break;
    }
    case 'key':
      statements.addKey.run(each.taken.key, each.taken.place.shard, each.taken.place.n);
      break;
    case 'task': {
      const { id, key, kind, due, body, state, attempts, worker, fence, until, why } = each.task;
      db.prepare(
        `insert into task (id, key, kind, due, body, state, attempts, worker, fence, until, why)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(id, key, kind, due, body, state, attempts, worker, fence, until, why);
      break;
    }
    case 'row': {
      const { table, key, value, version } = each.row;
      db.prepare('insert into row ("table", key, value, version) values (?, ?, ?, ?)').run(table, key, value, version);
      break;
    }
    case 'cap':
      statements.addUse.run(each.use.name, each.use.by, each.use.at, each.use.per);
  }
}
