import type { Instant } from '../../../src/core/leaf/instant.ts';
import type { Entry, EntryHeader } from '../../../src/core/ledger/entry.ts';
import type { EntryBody } from '../../../src/core/ledger/entry-body.ts';
import type { Trial } from '../trial.ts';

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
  readonly rules: readonly { readonly id: string | null; readonly op: string }[];
}

/** The ledger in the order in which it was written. */
export function entriesOf({ commits }: Trial): readonly Told[] {
  return commits.flatMap(({ at, by, entries }) =>
    entries.map((entry) => ({
      ...(JSON.parse(entry.body!) as EntryBody),
      ...{ at, writer: by, header: entry.header, entry },
    })),
  );
}

/** Entries of one kind. */
export function ofKind<K extends EntryBody['kind']>(
  all: readonly Told[],
  kind: K,
): readonly (Told & { readonly kind: K })[] {
  return all.filter((each): each is Told & { readonly kind: K } => each.kind === kind);
}

/** The values that a table's rows were given, in order. */
export function rowsWritten(
  { commits }: Trial,
  table: string,
): readonly { readonly at: Instant; readonly key: string; readonly value: unknown }[] {
  return commits.flatMap(({ at, effects }) =>
    (effects.rows ?? [])
      .filter((row) => row.table === table)
      .map(({ key, value }) => ({ at, key, value: value === null ? null : (JSON.parse(value) as unknown) })),
  );
}
