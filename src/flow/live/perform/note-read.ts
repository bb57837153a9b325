import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { EntryDraft, Head } from '../../../core/ledger/entry.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { keepLook } from '../sweep/keep-look.ts';
import { openDifferences } from '../sweep/open-differences.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';

/** What a live read leaves in the ledger beside what is done because of it. */
export interface ReadNote {
  readonly entries: readonly EntryDraft[];
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
  /** What it rests on where it tells of a difference: another look may have told of the same meanwhile, by another name. */
  readonly expect: Head | null | 'any';
}

/** Nothing to be kept of a read. */
export const nothingNoted: ReadNote = { entries: [], rows: [], tasks: [], expect: 'any' };

/** Keeps what a read of a group showed where it tells more than is known; what nothing explains is followed up as of any look. */
export async function noteRead(
  { held, parts }: Performing,
  { memory: { site, subject }, read }: Known,
): Promise<ReadNote> {
  const { ended, live, started } = read;
  if (live.kind !== 'group') return nothingNoted;
  const look = { kind: 'observed', at: started, ended, group: live.group } as const;
  const { memo, store } = parts;
  const memory = await loadSubject(store, site, subject, { memo });
  if ('kind' in memory) return nothingNoted;
  const open = await openDifferences(store, site, subject);
  const { entries, rows, tasks } = await keepLook(parts, memory, look, {
    by: 're-read',
    open,
    swept: null,
    fence: held.fence,
  });
  // Two reads that began in the same instant are one look.
  for (const { key } of entries) if ((await store.find(key)) !== null) return nothingNoted;
  return { entries, rows, tasks, expect: tasks.length === 0 ? 'any' : memory.head };
}
