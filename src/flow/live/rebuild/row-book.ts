import type { RowName, RowWrite } from '../../../contracts/store.ts';
import { readRow, type Tables } from '../tables.ts';

/** Rows as they are made again, before they are written. */
export class RowBook {
  readonly #rows = new Map<string, RowWrite>();

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
    }
  }

  rows(): readonly RowWrite[] {
    return [...this.#rows.values()];
  }
}
