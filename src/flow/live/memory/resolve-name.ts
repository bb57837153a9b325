import type { Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { rowsUnder } from './rows-under.ts';

/**
 * The id of the group that a record means which tells only a name; `null` where none or several had it. Rejects when the
 * store cannot be reached.
 */
export async function resolveName(
  store: Pick<Store, 'rows'>,
  { account, region }: Site,
  vpc: string | null,
  name: string,
): Promise<string | null> {
  const rows = await rowsUnder(store, 'named', `${account}/${region}/${vpc ?? '-'}/${name}/`);
  const ids = new Set(rows.filter(({ rest, value }) => rest === value.id).map(({ value }) => value.id));
  return ids.size === 1 ? [...ids][0]! : null;
}
