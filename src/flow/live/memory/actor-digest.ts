import { digestName } from '../../../core/leaf/digest.ts';
import type { RecordHead } from '../../../core/trail/record.ts';
import { actorKey } from '../../attempts-book.ts';

/** Who acted, by what AWS asserts, as a short name that any key can hold. */
export function actorDigest(record: Pick<RecordHead, 'actor' | 'account'>): string {
  return digestName(actorKey(record));
}
