import type { Appended, Fenced, RowWrite, Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { readRow, type Tables } from '../tables.ts';

/** What becomes of portions of rows: goes on, or ends since the task is somebody else's, or the store does not answer. */
export type Shed = 'done' | 'over' | { readonly why: string };

/** With what rows are taken away. */
export interface Shedding {
  readonly store: Pick<Store, 'rows' | 'append'>;
  /** Only while this task is held. */
  readonly held: Fenced;
  /** Keeps the lease; `false` once somebody else has the task. */
  readonly keep: () => Promise<boolean>;
}

const portion = 250;

/** Takes away the rows of a table that have had their time, one commit for each portion, so that a crash loses nothing. */
export async function shedRows<T extends keyof Tables>(
  { store, held, keep }: Shedding,
  table: T,
  isSpent: (row: Tables[T], key: string) => boolean,
): Promise<Shed> {
  for (let from = ''; ; ) {
    if (!(await keep())) return 'over';
    const rows = await store.rows(table, from, portion);
    const spent = rows.filter((row) => {
      const value = readRow(table, row);
      return value !== null && isSpent(value, row.key);
    });
    const writes = spent.map(({ key, version }): RowWrite => ({ table, key, value: null, expect: version }));
    const shed =
      writes.length === 0 ? 'done' : shedBy(await store.append(0, 'any', [], { held: [held], rows: writes }));
    if (shed !== 'done') return shed;
    if (rows.length < portion) return 'done';
    from = `${rows.at(-1)!.key}\u0001`;
  }
}

/** What a commit came to. Rows that somebody wrote meanwhile are looked at again by the next retention. */
export function shedBy(done: Appended): Shed {
  switch (done.kind) {
    case 'fenced':
      return 'over';
    case 'unavailable':
      return { why: done.why };
    case 'committed':
    case 'lost':
    case 'stale':
    case 'duplicate':
    case 'capped':
      return 'done';
  }
}

/** Whether a moment lies before another, where there is one. */
export function isBefore(at: Instant | null, before: Instant): boolean {
  return at !== null && at < before;
}
