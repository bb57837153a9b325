import type { CapUse, RowWrite } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Head } from '../../../core/ledger/entry.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import { type ActionRow, type Expectation, rowName } from '../tables.ts';
import { actingEntry } from './action-entries.ts';
import { aimTuples } from './aim-tuples.ts';
import { type Committed, commitHeld } from './commit-held.ts';
import type { ReadNote } from './note-read.ts';
import type { Performing } from './performing.ts';

/** A call that is about to be made. */
export interface Announcing {
  readonly order: Ec2Order;
  /** What the call rests on; `any` for what has to be put back whatever happened since. */
  readonly expect: Head | null | 'any';
  /** The row as it was when the call was decided on: with what it is about now. */
  readonly row: ActionRow;
  readonly caps: readonly CapUse[];
  /** What the read before it leaves in the ledger. */
  readonly note?: ReadNote;
}

/**
 * Writes that a call will be made, before it is: what it says, the session it is made with, the record to expect, the
 * caps that it uses up, and that it counts for the breaker. Until the answer is known it counts as made at the latest
 * moment at which it can still reach EC2.
 */
export async function announce(now: Performing, { order, expect, row, caps, note }: Announcing): Promise<Committed> {
  const { clock, reverter, settings } = now.parts;
  const at = clock.now();
  const attempt = row.attempt + 1;
  const { name, role } = reverter.session(order);
  const until = at + settings.expectFor;
  const next: ActionRow = {
    ...row,
    ...{ state: 'acting', attempt, pending: order, lastWrite: at + settings.callTimeout, reads: 0, goodAt: null },
  };
  const expected = expectations(order, { role, name, attempt, from: at, until });
  return commitHeld(now, {
    expect,
    entries: [...(note?.entries ?? []), actingEntry(now, { order, attempt, session: name, role, at, until })],
    row: next,
    effects: { caps, tasks: note?.tasks ?? [], rows: [...(note?.rows ?? []), ...expected, ...actedRows(row, at)] },
  });
}

/** Names of the rows that expect the records of an attempt. */
export function expectNames(order: Ec2Order, name: string, attempt: number) {
  return callWords(order).map((_, number) => rowName('expect', name, String(attempt), String(number + 1)));
}

/** The rows of the records that an announced call is to bring. */
export function expectations(
  order: Ec2Order,
  told: { role: string; name: string; attempt: number; from: Instant; until: Instant },
): readonly RowWrite[] {
  const names = expectNames(order, told.name, told.attempt);
  return callWords(order).map(({ call, on, words }, place) => {
    const { role, from, until } = told;
    const expected: Expectation = { action: order.action, role, call, tuples: words, on, from, until, record: null };
    return { ...names[place]!, value: JSON.stringify(expected) };
  });
}

/** The rows by which the breaker counts a call. */
export function actedRows({ intent }: Pick<ActionRow, 'intent'>, at: Instant): readonly RowWrite[] {
  const { action, actor, on, site } = intent;
  return aimTuples(intent.aims).map((tuple) => ({
    ...rowName('acted', site.account, site.region, on.id, tuple, at, action),
    value: JSON.stringify({ action, at, actor }),
  }));
}
