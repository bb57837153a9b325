import type { Store } from '../../../contracts/store.ts';
import { readRow, rowName, type Tables } from '../tables.ts';

/** The kill switch, where it is on. Read anew each time: it counts from the moment it is set. */
export async function stoppedBy(store: Store): Promise<Tables['switch'] | null> {
  return readRow('switch', await store.row(rowName('switch', 'stop')));
}
