import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Attachment } from '../core/ledger/attachments.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import type { KnownGroup } from './group-index.ts';
import type { Looks } from './looks.ts';

/** Where the facts of a book come from. */
export interface FactSources {
  readonly spill: Spill;
  readonly snapshot: Perimeter | null;
  readonly looks: Looks;
  readonly lists: ListBook;
  readonly groups: readonly KnownGroup[];
  readonly attachments: Iterable<Attachment>;
}
