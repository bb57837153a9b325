import type { Tuple } from '../../../src/core/group/rule.ts';
import type { Instant } from '../../../src/core/leaf/instant.ts';
import type { Entry, EntryHeader } from '../../../src/core/ledger/entry.ts';
import type { EntryBody } from '../../../src/core/ledger/entry-body.ts';
import type { Trial } from '../trial.ts';
import { oncePerTrial } from './once-per-trial.ts';

/** An entry with its body opened, and when and by whom it was really committed. */
export type Told = {
  readonly at: Instant;
  readonly writer: string;
  readonly header: EntryHeader;
  readonly entry: Entry;
} & EntryBody;

/** A decision as far as the judge reads it. */
export interface ToldDecision {
  readonly id: string;
  readonly origin: string;
  readonly records: readonly { readonly eventId: string }[];
  readonly on: { readonly id: string | null };
  readonly own?: string | null;
  readonly incident?: string | null;
  readonly changes?: readonly string[];
  readonly call: { readonly result: string };
  readonly rules: readonly (Tuple & { readonly id: string | null; readonly op: string })[];
}

const bodies = new WeakMap<Entry, EntryBody>();

/** What an entry says, opened once. */
export function bodyOf(entry: Entry): EntryBody {
  let body = bodies.get(entry);
  if (body === undefined) {
    body = JSON.parse(entry.body!) as EntryBody;
    bodies.set(entry, body);
  }
  return body;
}

/** The ledger in the order in which it was written. */
export const entriesOf: (trial: Trial) => readonly Told[] = oncePerTrial(({ commits }) =>
  commits.flatMap(({ at, by, entries }) =>
    entries.map((entry) => ({ ...bodyOf(entry), ...{ at, writer: by, header: entry.header, entry } })),
  ),
);

/** Entries of one kind. */
export function ofKind<K extends EntryBody['kind']>(
  all: readonly Told[],
  kind: K,
): readonly (Told & { readonly kind: K })[] {
  return all.filter((each): each is Told & { readonly kind: K } => each.kind === kind);
}

/** A value that a row of a table was given. */
export interface Written {
  readonly at: Instant;
  readonly key: string;
  readonly value: unknown;
}

const writtenIn = oncePerTrial((_: Trial) => new Map<string, readonly Written[]>());

/** The values that a table's rows were given, in order. */
export function rowsWritten(trial: Trial, table: string): readonly Written[] {
  const known = writtenIn(trial);
  let written = known.get(table);
  if (written === undefined) {
    written = trial.commits.flatMap(({ at, effects }) =>
      (effects.rows ?? [])
        .filter((row) => row.table === table)
        .map(({ key, value }) => ({ at, key, value: value === null ? null : (JSON.parse(value) as unknown) })),
    );
    known.set(table, written);
  }
  return written;
}
