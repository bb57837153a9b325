import type { DatabaseSync } from 'node:sqlite';

/** All statements of a store, prepared once for its connection. */
export type Statements = ReturnType<typeof prepareStatements>;

/** Prepares them. */
export function prepareStatements(db: DatabaseSync) {
  return {
    head: db.prepare('select shard, n, hash from entry where shard = ? order by n desc limit 1'),
    entries: db.prepare('select * from entry where shard = ? and n >= ? order by n limit ?'),
    addEntry: db.prepare(
      'insert into entry (shard, n, at, kind, key, fence, digest, hash, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    findKey: db.prepare('select shard, n from key where key = ?'),
    addKey: db.prepare('insert into key (key, shard, n) values (?, ?, ?)'),
    task: db.prepare('select * from task where id = ?'),
    waiting: db.prepare(
      `select kind, count(*) as open, sum(due <= ?) as due, min(due) as first from task
       where state = 'open' group by kind order by kind`,
    ),
    addTask: db.prepare(
      `insert or ignore into task (id, key, kind, due, body, state, attempts, worker, fence, until, why)
       values (?, ?, ?, ?, ?, 'open', 0, null, 0, null, null)`,
    ),
    dueTasks: db.prepare(
      `select id, due from task indexed by task_kind where kind = ? and state = 'open' and due <= ?
       and (until is null or until <= ?) order by due, id limit ?`,
    ),
    leaseTask: db.prepare(
      'update task set worker = ?, until = ?, fence = fence + 1, attempts = attempts + 1 where id = ? returning *',
    ),
    heldTask: db.prepare("select 1 from task where id = ? and fence = ? and state = 'open' and until is not null"),
    renewTask: db.prepare('update task set until = ? where id = ?'),
    endTask: db.prepare('update task set state = ?, due = coalesce(?, due), why = ?, until = null where id = ?'),
    forgetTasks: db.prepare("delete from task where state <> 'open' and due < ?"),
    countUses: db.prepare('select count(*) as used from cap where name = ? and by <> ? and at > ?'),
    addUse: db.prepare(
      `insert into cap (name, by, at, per) values (?, ?, ?, ?)
       on conflict (name, by) do update set at = max(at, excluded.at), per = excluded.per`,
    ),
    dropUse: db.prepare('delete from cap where name = ? and by = ?'),
    forgetUses: db.prepare('delete from cap where at < ?'),
    row: db.prepare('select "table", key, value, version from row where "table" = ? and key = ?'),
    rows: db.prepare(
      'select "table", key, value, version from row where "table" = ? and key >= ? and value is not null order by key limit ?',
    ),
    rowsBefore: db.prepare(
      `select "table", key, value, version from row
       where "table" = ? and key >= ? and key < ? and value is not null order by key limit ?`,
    ),
    writeRow: db.prepare(
      `insert into row ("table", key, value, version) values (?, ?, ?, 1)
       on conflict ("table", key) do update set value = excluded.value, version = version + 1`,
    ),
    eraseBodies: db.prepare("update entry set body = null where at < ? and kind <> 'sealed' and body is not null"),
  };
}
