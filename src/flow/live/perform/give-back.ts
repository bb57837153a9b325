import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ActionRow } from '../tables.ts';
import { commitHeld } from './commit-held.ts';
import type { Performing } from './performing.ts';

/** Whether a worker has done what it can for now (`over`), or looks again at once. */
export type Turn = 'over' | 'again';

/** What is remembered when an action is given back. */
export interface GivingBack {
  /** When it is taken up again. */
  readonly again: Instant;
  readonly why: string;
  readonly row?: ActionRow;
  readonly entries?: readonly EntryDraft[];
  readonly tasks?: readonly NewTask[];
}

/** Gives an action back until later: nothing of it waits in memory. */
export async function giveBack(now: Performing, { again, why, row = now.row, ...more }: GivingBack): Promise<Turn> {
  const effects = { failed: [{ ...now.held, why, again }], tasks: more.tasks ?? [] };
  const done = await commitHeld(now, { expect: 'any', entries: more.entries ?? [], row, effects });
  return done.kind === 'moved' ? 'again' : 'over';
}
