import { statSync } from 'node:fs';
import { decideAll } from '../../../flow/decide-all.ts';
import { sayPostgresUrl } from '../../../store/postgres/postgres-url.ts';
import { openSpill } from '../../../store/spill.ts';
import { Complaint } from '../complaint.ts';
import { counted } from '../counted.ts';
import type { Asking, Reading } from '../read-archive.ts';
import { notice } from '../screen.ts';
import { decisionNow } from './decision-now.ts';
import { keepChange, keepDecision, startTally } from './fill-spill.ts';
import { type LedgerForm, ledgerForm } from './ledger-form.ts';
import { decidedIn, type LedgerOutline, outlineLedger, type Stored } from './read-ledger.ts';

/** A ledger that was read in place of an archive. */
export interface ReadLedger extends LedgerOutline {
  /** A decision as it was made, looked up anew: the texts of all of them are not held. */
  readonly stored: (id: string) => Promise<Stored | null>;
}

/**
 * Reads a ledger in place of an archive. Decisions are those that were made, with what became of them; with `--policy`
 * the same changes are judged again by that one.
 */
export async function withLedger(asking: Asking, use: (reading: Reading) => Promise<number>): Promise<number> {
  const { paths, options, terminal } = asking;
  const [path = ''] = paths;
  if (paths.length > 1) throw new Complaint(`a ledger is read alone: expected one path, got ${paths.length}`);
  if (options.snapshot !== undefined)
    throw new Complaint('a ledger holds what was seen live: expected no `--snapshot` beside it');
  const [began, form] = [terminal.now(), ledgerForm(path)!];
  const [spill, count] = [openSpill(), startTally()];
  try {
    const outline = await outlineLedger(path, form, (known) => {
      keepChange(spill, known);
      count.add(known);
    });
    const { looks, erased, unreadable } = outline;
    const again = Array.isArray(options.policy) ? (asking.judging ?? null) : null;
    if (asking.decide && again === null)
      for await (const stored of decidedIn(path, form)) keepDecision(spill, decisionNow(stored, outline));
    else if (asking.decide) decideAll(spill, { snapshot: null, looks, net: options.net !== false, judging: again });
    if (erased > 0)
      notice(
        terminal,
        `${saidOf(path, form)}: ${counted(erased, 'text')} erased by retention, what was said there is not told`,
      );
    const tally = count.end(unreadable + erased);
    return await use({
      ...{ spill, snapshot: null, looks, tally, files: 1, bytes: form === 'postgres' ? 0 : statSync(path).size },
      ...{ millis: terminal.now() - began, unreadable: [], exitCode: tally.unreadable > 0 ? 3 : 0 },
      policy: again?.policy.digest ?? outline.policy,
      ledger: { ...outline, stored: (id) => findStored(decidedIn(path, form), id) },
    });
  } finally {
    spill.close();
  }
}

/** A ledger as it may be shown: never with a password. */
function saidOf(path: string, form: LedgerForm): string {
  return form === 'postgres' ? sayPostgresUrl(path) : path;
}

async function findStored(all: AsyncIterable<Stored>, id: string): Promise<Stored | null> {
  for await (const stored of all) if (stored.decision.id === id) return stored;
  return null;
}
