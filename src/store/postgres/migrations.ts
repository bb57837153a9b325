/**
 * The tables, version by version: a store of version 2 has gone through the first two. What was released is never
 * edited, only followed. `$` stands for the schema.
 *
 * Everything is looked up by what `refOf` makes of its name. Texts compare by their bytes (`collate "C"`). Entries are only
 * ever appended: the triggers keep a careless hand from rewriting them (a careful one is what the chain is for). Bodies
 * may go, to nothing.
 */
export const migrations: readonly string[] = [
  `
  create table $.about (name text primary key, value text not null);
  create table $.shard (shard int primary key, n bigint, hash text) with (fillfactor = 20);
  create table $.entry (
    shard int not null, n bigint not null, at bigint not null, kind text not null, key text not null,
    fence bigint, digest text not null, hash text not null, body text, primary key (shard, n)
  ) with (autovacuum_vacuum_scale_factor = 0.02);
  create table $.key (ref bytea primary key, key text not null, shard int not null, n bigint not null);
  create table $.task (
    ref bytea primary key, id text collate "C" not null, key_ref bytea not null unique, key text not null,
    kind text not null, due bigint not null, body text not null,
    state text not null check (state in ('open', 'done', 'failed')),
    attempts bigint not null, worker text, fence bigint not null, until bigint, why text
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
  create index task_due on $.task (due) where state = 'open';
  create table $.cap (
    name_ref bytea not null, by_ref bytea not null, name text collate "C" not null, by text collate "C" not null,
    at bigint not null, per bigint not null, primary key (name_ref, by_ref)
  );
  create index cap_window on $.cap (name_ref, at);
  create table $.row (
    ref bytea primary key, "table" text collate "C" not null, key text collate "C" not null, value text,
    version bigint not null
  ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
  create index row_place on $.row (left("table", 60), left(key, 400));
  create function $.refuse() returns trigger language plpgsql as
    $body$ begin raise exception 'entries are only appended'; end $body$;
  create trigger entry_stays before delete or truncate on $.entry for each statement execute function $.refuse();
  create trigger entry_is_final before update on $.entry for each row
    when (new.body is not null or (old.shard, old.n, old.at, old.kind, old.key, old.fence, old.digest, old.hash)
      is distinct from (new.shard, new.n, new.at, new.kind, new.key, new.fence, new.digest, new.hash))
    execute function $.refuse();
  `,
  // By kind: a channel in an outage has many thousand tasks, and nobody who leases others shall read over them.
  `
  create index task_kind on $.task (kind, due) where state = 'open';
  drop index $.task_due;
  `,
];

/** A migration in the schema of a store. */
export function inSchema(sql: string, schema: string): string {
  return sql.replaceAll('$.', `"${schema}".`);
}
