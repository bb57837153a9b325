import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Moment } from '../../src/core/ledger/timeline.ts';
import { momentsOf } from '../../src/core/ledger/timeline.ts';
import { indexGroups } from '../../src/flow/group-index.ts';
import { evidenceOf, readListBook } from '../../src/flow/load.ts';
import { spillOf } from '../builders/read-records.ts';

/** Every group as the product knows it in the end, from these records and nothing else. */
export async function toldGroups(records: readonly JsonObject[]): Promise<ReadonlyMap<string, Moment>> {
  const { spill, unreadable } = await spillOf(records);
  if (unreadable.length > 0) throw new Error(unreadable.map(({ reason }) => reason).join('; '));
  const lists = readListBook(spill, null);
  const known = indexGroups(spill, null).map(({ key, subjects }) => {
    const changes = subjects.flatMap((subject) => spill.changesOf(subject));
    return [key, momentsOf(evidenceOf(changes, null, key), lists, [{ kind: 'end' }])[0]!] as const;
  });
  spill.close();
  return new Map(known);
}
