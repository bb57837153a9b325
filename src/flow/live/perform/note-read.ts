import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import { keepLook } from '../sweep/keep-look.ts';
import { openDifferences } from '../sweep/open-differences.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';

/** What a live read leaves in the ledger beside what is done because of it. */
export interface ReadNote {
  readonly entries: readonly EntryDraft[];
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
}

/** Keeps what a read of a group showed where it tells more than is known; what nothing explains is followed up as of any look. */
export async function noteRead({ held, parts }: Performing, { memory, read }: Known): Promise<ReadNote> {
  const { ended, live, started } = read;
  if (live.kind !== 'group') return nothing;
  const look = { kind: 'observed', at: started, ended, group: live.group } as const;
  const open = await openDifferences(parts.store, memory.site, memory.subject);
  const { entries, rows, tasks } = await keepLook(parts, memory, look, {
    by: 're-read',
    open,
    swept: null,
    fence: held.fence,
  });
  // Two reads that began in the same instant are one look.
  for (const { key } of entries) if ((await parts.store.find(key)) !== null) return nothing;
  return { entries, rows, tasks };
}

const nothing: ReadNote = { entries: [], rows: [], tasks: [] };
