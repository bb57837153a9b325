import type { RowWrite, Store } from '../../../contracts/store.ts';
import { readRow, rowName } from '../tables.ts';
import type { Arrived } from './arrived.ts';

/**
 * The row that knows a record again, unless another subject's commit wrote it. Only while it is as it was when the record
 * arrived: if another content of the same id came meanwhile, the record has to arrive anew.
 */
export async function recordWrite(
  store: Pick<Store, 'row'>,
  { key, digest, preferred, version }: Arrived,
): Promise<readonly RowWrite[]> {
  const name = rowName('record', key);
  const row = await store.row(name);
  if (readRow('record', row)?.digest === digest) return [];
  return [{ ...name, value: JSON.stringify({ digest, preferred }), expect: version }];
}
