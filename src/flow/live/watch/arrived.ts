import type { Store } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import type { RecordHead, TrailRecord } from '../../../core/trail/record.ts';
import { preference, recordContent, recordKey } from '../../load.ts';
import { readRow, rowName } from '../tables.ts';

/** A change of a record, under its permalink. */
export interface NewChange {
  readonly id: string;
  readonly change: Change;
}

/**
 * A record that arrived, as what the ledger has of it tells. `first`; `again`: the same content under the same id, some of
 * whose subjects may still have to be decided; `correction`: it counts in place of what came before; `twin`: the id is
 * known with another content, one of both may be forged, so both are kept. `copy`: what is known counts.
 */
export interface Arrived {
  readonly kind: 'first' | 'again' | 'correction' | 'twin' | 'copy';
  readonly head: RecordHead;
  readonly key: string;
  readonly digest: string;
  readonly preferred: string;
  /** Version of the row of its key. */
  readonly version: number;
  readonly changes: readonly NewChange[];
}

/** Looks up what the ledger knows of a record's id. */
export async function arrive(store: Store, record: TrailRecord, changes: readonly Change[]): Promise<Arrived> {
  const [head] = changes;
  const key = recordKey(record);
  const digest = digestName(recordContent(changes));
  const preferred = preference(record);
  const named = changes.map((change) => ({ id: changeId(change), change }));
  const own = { head: head!.record, digest, preferred };
  const row = await store.row(rowName('record', key));
  const known = readRow('record', row);
  if (known === null) return { ...own, kind: 'first', key, version: row.version, changes: named };
  if (known.digest === digest) return { ...own, kind: 'again', key, version: row.version, changes: named };
  if (known.preferred !== preferred) {
    const corrects = record.sharedEventId === null && preferred < known.preferred;
    return { ...own, kind: corrects ? 'correction' : 'copy', key, version: row.version, changes: named };
  }
  const twin = rowName('record', `${key}#${digest}`);
  const found = await store.row(twin);
  const apart = named.map((each) => ({ ...each, id: `chg_${digestName(each.id + digest)}` }));
  const kind = readRow('record', found) === null ? 'twin' : 'again';
  return { ...own, kind, key: twin.key, version: found.version, changes: apart };
}
