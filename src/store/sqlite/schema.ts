/** `PCLS`: what SQLite calls the application id, at byte 68 of the file. */
export const applicationId = 0x50434c53;

/** The version of the tables below. */
export const schemaVersion = 1;

/** By kind: a channel in an outage has many thousand tasks, and nobody who leases others shall read over them. */
export const taskIndex = `create index if not exists task_kind on task (kind, due, id) where state = 'open'`;

/**
 * The tables. Entries are only ever appended: the two triggers keep a careless hand from rewriting them (a careful one is
 * what the chain is for). Bodies may go, to nothing.
 */
export const schema = `
  create table about (name text primary key, value text not null) strict, without rowid;
  create table entry (
    shard integer not null, n integer not null, at integer not null, kind text not null, key text not null,
    fence integer, digest text not null, hash text not null, body text, primary key (shard, n)
  ) strict;
  create table key (key text primary key, shard integer not null, n integer not null) strict, without rowid;
  create table task (
    id text primary key, key text not null unique, kind text not null, due integer not null, body text not null,
    state text not null check (state in ('open', 'done', 'failed')),
    attempts integer not null, worker text, fence integer not null, until integer, why text
  ) strict;
  ${taskIndex};
  create table cap (
    name text not null, by text not null, at integer not null, per integer not null, primary key (name, by)
  ) strict, without rowid;
  create table row (
    "table" text not null, key text not null, value text, version integer not null, primary key ("table", key)
  ) strict, without rowid;
  create trigger entry_stays before delete on entry begin select raise(abort, 'entries are only appended'); end;
  create trigger entry_is_final before update on entry
    when new.body is not null or old.shard <> new.shard or old.n <> new.n or old.at <> new.at or old.kind <> new.kind
      or old.key <> new.key or old.fence is not new.fence or old.digest <> new.digest or old.hash <> new.hash
    begin select raise(abort, 'entries are only appended'); end;
`;
