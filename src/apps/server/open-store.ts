import type { Store } from '../../contracts/store.ts';
import { isPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';

/** A store that is open, or why it is not. */
export type Opening =
  | { readonly kind: 'opened'; readonly store: Store }
  | { readonly kind: 'refused'; readonly why: string };

/** Opens the store that settings name: PostgreSQL, or a SQLite file. The driver of PostgreSQL is loaded only for that. */
export async function openStore(store: string): Promise<Opening> {
  if (!isPostgresUrl(store)) return openSqliteStore({ path: store });
  const { openPostgresStore } = await import('../../store/postgres/postgres-store.ts');
  return await openPostgresStore({ url: store });
}
