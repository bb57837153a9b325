import type { Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { readEstateFile } from '../../live/estate-file.ts';
import { openStore } from '../../server/open-store.ts';
import { Complaint } from '../complaint.ts';
import { ledgerForm } from './ledger-form.ts';

/** A ledger that is looked into by what it knows now; nothing is written to it. */
export interface LookedInto {
  readonly ledger: string;
  readonly store: Store;
  /** The time by which things are due: of a demonstration, its own. */
  readonly now: Instant;
}

/** Opens a ledger (a SQLite file, or postgres://…) to look at the rows that it holds. */
export async function openToLook(ledger: string | undefined, now: Instant): Promise<LookedInto> {
  if (ledger === undefined) throw new Complaint('expected the ledger: a file such as portcullis.db, or postgres://…');
  const form = ledgerForm(ledger);
  if (form === null) throw new Complaint(`expected a store of ours at \`${ledger}\`, found none`);
  if (form === 'export')
    throw new Complaint(`expected a store at \`${ledger}\`, it is an export: \`import\` makes a store of it`);
  const estate = form === 'postgres' ? null : readEstateFile(ledger);
  const opened = await openStore(ledger);
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  return { ledger, store: opened.store, now: estate === null || typeof estate === 'string' ? now : estate.now };
}
