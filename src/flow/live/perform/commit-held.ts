import type { Appended, Effects, RowWrite } from '../../../contracts/store.ts';
import type { EntryDraft, Head } from '../../../core/ledger/entry.ts';
import { type ActionRow, rowName } from '../tables.ts';
import type { Performing } from './performing.ts';
import { withRow } from './with-row.ts';

/** A commit for an action: its entries, the row as it is then, and what else happens. */
export interface HeldCommit {
  /** The head that what is written rests on; `any` where it rests on none. */
  readonly expect: Head | null | 'any';
  readonly entries: readonly EntryDraft[];
  readonly row: ActionRow;
  readonly effects?: Effects;
}

/**
 * What became of it. `moved`: what it rested on is no longer so, look again. `over`: somebody else holds the task.
 * `unsure`: the store does not answer, so nothing may follow from it.
 */
export type Committed =
  | { readonly kind: 'committed'; readonly now: Performing }
  | { readonly kind: 'moved'; readonly table: string | null }
  | { readonly kind: 'over' }
  | { readonly kind: 'capped'; readonly name: string; readonly used: number }
  | { readonly kind: 'unsure'; readonly why: string };

const tries = 4;

/**
 * Writes what is done for an action, in one commit, only while its task is held and its row is as it was read. A commit
 * whose answer was lost is tried again and meets itself, by its keys and fence or by its row.
 */
export async function commitHeld(now: Performing, commit: HeldCommit): Promise<Committed> {
  const { store } = now.parts;
  const { effects = {}, expect, row } = commit;
  const entries = commit.entries.map((each) => withRow(each, row));
  const write = writeOf(now, row);
  const ends = [...(effects.finished ?? []), ...(effects.failed ?? [])];
  const held = ends.length === 0 ? [now.held] : [];
  const all: Effects = { ...effects, held, rows: [write, ...(effects.rows ?? [])] };
  let lost = false;
  let why = '';
  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await store.append(now.shard, expect, entries, all);
    if (answer.kind === 'unavailable') {
      lost ||= answer.maybe;
      why = answer.why;
      continue;
    }
    const mine = lost && (await isMine(now, answer, write));
    return mine ? committed(now, row) : outcomeOf(now, answer, row);
  }
  return { kind: 'unsure', why };
}

/** The row of an action, if it is still as it was read. */
function writeOf({ row, version }: Performing, next: ActionRow): RowWrite {
  return { ...rowName('action', row.intent.action), value: JSON.stringify(next), expect: version };
}

/** Whether an answer to a repeated commit says that it was there already: one of ours, under this very lease. */
async function isMine(now: Performing, answer: Appended, write: RowWrite): Promise<boolean> {
  if (answer.kind === 'duplicate') {
    const [{ place } = { place: null }] = answer.of;
    if (place === null) return false;
    for await (const { header } of now.parts.store.read(place.shard, place.n)) return header.fence === now.held.fence;
  }
  return answer.kind === 'stale' && answer.row.table === 'action' && answer.row.value === write.value;
}

function committed(now: Performing, row: ActionRow): Committed {
  return { kind: 'committed', now: { ...now, row, version: now.version + 1 } };
}

function outcomeOf(now: Performing, answer: Appended, row: ActionRow): Committed {
  switch (answer.kind) {
    case 'committed':
      return committed(now, row);
    case 'lost':
    case 'duplicate':
      return { kind: 'moved', table: null };
    case 'stale':
      return { kind: 'moved', table: answer.row.table };
    case 'fenced':
      return { kind: 'over' };
    case 'unavailable':
      return { kind: 'unsure', why: answer.why };
    case 'capped':
      return { kind: 'capped', name: answer.name, used: answer.used };
  }
}
