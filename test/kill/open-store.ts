import type { Store } from '../../src/contracts/store.ts';
import { openPostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { isPostgresUrl } from '../../src/store/postgres/postgres-url.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

/** Opens the store that workers share: a file of SQLite, or a PostgreSQL URL. */
export async function openStore(
  place: string,
): Promise<{ readonly kind: 'opened'; readonly store: Store } | { readonly kind: 'refused'; readonly why: string }> {
  if (isPostgresUrl(place)) return await openPostgresStore({ url: place, shards: 2, connections: 2 });
  return openSqliteStore({ path: place, shards: 2 });
}
