import type { KnownGroup } from '../../flow/group-index.ts';
import { type History, historyOf } from '../../flow/history.ts';
import { readListBook } from '../../flow/load.ts';
import type { Reading } from './read-archive.ts';

/** Everything that was read about one group. */
export function readHistory({ spill, snapshot, looks }: Reading, group: KnownGroup): History {
  return historyOf(spill, snapshot, group, readListBook(spill, snapshot, looks), looks);
}
