import type { Store } from '../../../contracts/store.ts';
import { isObject } from '../../../core/leaf/canonical.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { readRow, rowName } from '../tables.ts';

/** A decision as it was made; `null` where there is none of that id, or retention has erased it. */
export async function decisionAt(store: Store, id: string): Promise<Decision | null> {
  const row = readRow('decision', await store.row(rowName('decision', id)));
  if (row === null) return null;
  for await (const { header, body } of store.read(row.shard, row.n)) {
    if (header.n !== row.n || body === null) return null;
    const told: unknown = JSON.parse(body);
    return isObject(told) && isObject(told.decision) ? (told.decision as unknown as Decision) : null;
  }
  return null;
}
