import type { RowName, RowWrite } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { readRow, rowName, type Tables } from '../tables.ts';

/** Rows as they are made again, before they are written. */
export class RowBook {
  readonly #rows = new Map<string, RowWrite>();
  /** Keys of evidence by subject: a correction moves what it says in time. */
  readonly #evidence = new Map<string, Set<string>>();

  put<T extends keyof Tables>(name: RowName & { readonly table: T }, value: Tables[T]): void {
    this.take([{ ...name, value: JSON.stringify(value) }]);
  }

  get<T extends keyof Tables>({ table, key }: RowName & { readonly table: T }): Tables[T] | null {
    return readRow(table, { value: this.#rows.get(`${table}\0${key}`)?.value ?? null });
  }

  /** Rows as a commit writes them: `null` takes one away. */
  take(writes: readonly RowWrite[]): void {
    for (const { table, key, value } of writes) {
      if (value === null) this.#rows.delete(`${table}\0${key}`);
      else this.#rows.set(`${table}\0${key}`, { table, key, value });
      if (table === 'evidence') this.#note(key, value !== null);
    }
  }

  /** Keys of the evidence about one subject. */
  evidenceOf({ account, region }: Site, subject: string): readonly string[] {
    return [...(this.#evidence.get(rowName('evidence', account, region, subject, '').key) ?? [])];
  }

  #note(key: string, isThere: boolean): void {
    // Neither a time nor an id has a slash.
    const subject = key.slice(0, key.lastIndexOf('/', key.lastIndexOf('/') - 1) + 1);
    const keys = this.#evidence.get(subject) ?? new Set();
    this.#evidence.set(subject, keys);
    if (isThere) keys.add(key);
    else keys.delete(key);
  }

  rows(): readonly RowWrite[] {
    return [...this.#rows.values()];
  }
}
