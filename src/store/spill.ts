import { DatabaseSync } from 'node:sqlite';
import type { Spill, SpilledChange, SpilledDecision, SpilledRecord } from '../contracts/spill.ts';

/**
 * A spill in SQLite's private temporary database: it lives in memory until its cache is full, then in a file that SQLite
 * removes by itself (SQLite documentation, "Temporary Files Used By SQLite").
 */
export function openSpill(): Spill {
  const db = new DatabaseSync('');
  db.exec(schema);
  const statements = prepare(db);
  return {
    keepRecord: (record) => keepRecord(statements, record),
    replaceRecord: (record) => replaceRecord(statements, record),
    subjects: (on) => (statements.subjects.all(on) as { subject: string }[]).map((row) => row.subject),
    changesOf: (subject) => toChanges(statements.changesOf.all(subject)),
    changesOfKind: (kinds) => readChanges(statements.changesOfKind.iterate(JSON.stringify(kinds))),
    refused: () => readChanges(statements.refused.iterate()),
    since: () => (statements.since.get() as { since: number | null }).since,
    keepDecision: ({ id, ids, severity, exposure, at, text }) => {
      statements.addDecision.run(id, severity, exposure, at, text);
      for (const each of ids) if (each !== id) statements.addName.run(each, id);
    },
    decisions: (order) => read(order === 'worst' ? statements.worst.iterate() : statements.byTime.iterate()),
    decisionsNamed: (prefix) => [...read(statements.named.iterate({ from: prefix, to: `${prefix}\u{10ffff}` }))],
    close: () => db.close(),
  };
}

const schema = `
  pragma cache_size = -16384;
  pragma temp_store = file;
  pragma journal_mode = off;
  pragma synchronous = off;
  create table record (key text primary key, preferred text not null, content text not null);
  create table change (id text not null, subject text not null, thing text not null, kind text not null, at integer not null, refused integer not null, record text not null, text text not null);
  create index change_subject on change (subject, at, id);
  create index change_record on change (record);
  create index change_kind on change (kind);
  create index change_refused on change (at, id) where refused = 1;
  create table decision (id text primary key, severity real not null, exposure real not null, at integer not null, text text not null);
  create table name (name text not null, id text not null);
  create index name_name on name (name);
  begin;
`;

function prepare(db: DatabaseSync) {
  const shown = 'id, subject, thing as "on", kind, at, refused, text';
  return {
    findRecord: db.prepare('select preferred, content from record where key = ?'),
    addRecord: db.prepare('insert or replace into record (key, preferred, content) values (?, ?, ?)'),
    changesIn: db.prepare(`select ${shown} from change where record = ? order by rowid`),
    dropChanges: db.prepare('delete from change where record = ?'),
    addChange: db.prepare(
      'insert into change (id, subject, thing, kind, at, refused, record, text) values (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    subjects: db.prepare('select distinct subject from change where thing = ? order by subject'),
    changesOf: db.prepare(`select ${shown} from change where subject = ? order by at, id`),
    changesOfKind: db.prepare(
      `select ${shown} from change where kind in (select value from json_each(?)) order by at, id`,
    ),
    refused: db.prepare(`select ${shown} from change where refused = 1 order by at, id`),
    since: db.prepare('select min(at) as since from change'),
    addDecision: db.prepare(
      'insert or replace into decision (id, severity, exposure, at, text) values (?, ?, ?, ?, ?)',
    ),
    addName: db.prepare('insert into name (name, id) values (?, ?)'),
    worst: db.prepare('select * from decision order by severity desc, exposure desc, at, id'),
    byTime: db.prepare('select * from decision order by at, id'),
    named: db.prepare(
      `select * from decision where id >= $from and id < $to
       or id in (select id from name where name >= $from and name < $to) order by at, id limit 50`,
    ),
  };
}

function keepRecord(statements: ReturnType<typeof prepare>, record: SpilledRecord): 'new' | 'copy' | SpilledRecord {
  const { key } = record;
  const known = statements.findRecord.get(key) as Pick<SpilledRecord, 'preferred' | 'content'> | undefined;
  if (known !== undefined && record.preferred === known.preferred && record.content !== known.content)
    return { ...known, key, changes: toChanges(statements.changesIn.all(key)) };
  if (known === undefined || record.preferred < known.preferred) replaceRecord(statements, record);
  return known === undefined ? 'new' : 'copy';
}

function replaceRecord(
  statements: ReturnType<typeof prepare>,
  { key, preferred, content, changes }: SpilledRecord,
): void {
  statements.dropChanges.run(key);
  statements.addRecord.run(key, preferred, content);
  for (const { id, subject, on, kind, at, refused, text } of changes)
    statements.addChange.run(id, subject, on, kind, at, refused ? 1 : 0, key, text);
}

function* readChanges(rows: Iterable<unknown>): Iterable<SpilledChange> {
  for (const row of rows) yield toChange(row);
}

function toChanges(rows: readonly unknown[]): readonly SpilledChange[] {
  for (const row of rows) toChange(row);
  return rows as readonly SpilledChange[];
}

/** SQLite has no booleans: the row is its reader's own, so it is mended in place. */
function toChange(row: unknown): SpilledChange {
  const change = row as { refused: number | boolean };
  change.refused = change.refused === 1;
  return row as SpilledChange;
}

function* read(rows: Iterable<unknown>): Iterable<SpilledDecision> {
  for (const row of rows as Iterable<Omit<SpilledDecision, 'ids'>>) yield { ...row, ids: [row.id] };
}
