import type { Delivered, Delivery } from '../../../contracts/channel.ts';
import type { Effects, Fenced, NewTask, RowWrite, Task } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import { rowName } from '../tables.ts';
import { appendSurely } from '../watch/append-surely.ts';
import { standIn } from './deliver-due.ts';
import { toldEntry } from './deliver-entry.ts';
import type { DeliverParts, Reached } from './deliver-parts.ts';
import { tellsOf } from './deliver-trouble.ts';
import type { DeadRow, MessageRow, SentRow } from './post-rows.ts';

/** An attempt, as it is concluded. `nothing`: there was nothing to say, or no form to say it in. */
export interface Delivering {
  readonly parts: DeliverParts;
  readonly name: string;
  readonly task: Task;
  readonly row: MessageRow;
  readonly sent: SentRow;
  readonly version: number;
  readonly reached: Reached;
  readonly what: Delivery['what'];
  readonly said: Delivered | 'nothing';
  readonly held: Fenced;
}

/** Writes what came of an attempt: how far the message is there, the entry that tells it, and what follows, in one commit. */
export async function concludeDelivery(attempt: Omit<Delivering, 'held'>): Promise<void> {
  const { parts, said, task } = attempt;
  const known: Delivering = { ...attempt, held: { task: task.id, fence: task.fence } };
  const now = parts.clock.now();
  if (said === 'nothing') return await isThere(known, { ref: known.sent.ref, at: known.sent.at }, [], now);
  switch (said.kind) {
    case 'done': {
      const entry = known.what === 'update' ? [] : [toldEntry(known, now, 'done', said.but ?? null)];
      return await isThere(known, { ref: said.ref ?? known.sent.ref, at: known.sent.at ?? now }, entry, now);
    }
    case 'later':
      return await later(known, said, now);
    case 'refused':
      return await giveUp(known, said.why, now, said.whole);
  }
}

/** The channel has what is newest; what was given up there before is not any more. */
async function isThere(
  known: Delivering,
  { ref, at }: Pick<SentRow, 'ref' | 'at'>,
  entries: readonly EntryDraft[],
  now: Instant,
): Promise<void> {
  const { name, parts, row, sent } = known;
  const { interrupts, revision, updatedAt: last } = row;
  const next: SentRow = { ...sent, ...{ revision, interrupts, ref, at, last, trying: null }, ...calm };
  const dead = rowName('dead', name, row.message.id);
  const was = await parts.store.row(dead);
  const rows = was.value === null ? [] : [{ ...dead, value: null }];
  await commit(known, { sent: next, entries, rows, tasks: standIn(row, sent, now) });
}

const calm = { maybe: false, attempts: 0, since: null, next: null } as const;

async function later(known: Delivering, said: Extract<Delivered, { kind: 'later' }>, now: Instant): Promise<void> {
  const { parts, row, sent } = known;
  const { backoff, deadAfter, fallbackAfter, fallbackWithin, longest } = parts.delivery;
  const since = sent.since ?? now;
  if (now - since >= deadAfter) return await giveUp(known, `${said.why}; that went on for too long`, now, false);
  const attempts = sent.attempts + 1;
  const usual = Math.min(backoff * 2 ** Math.min(attempts - 1, 20), longest) * (0.5 + parts.chance.next() / 2);
  const again = now + Math.max(Math.ceil(usual), said.after ?? 0);
  const waiting: SentRow = { ...sent, trying: null, attempts, since, next: again, maybe: sent.maybe || said.maybe };
  const isLong = attempts >= fallbackAfter || again - since >= fallbackWithin;
  const falls = isLong ? fallBack(known, waiting, now) : waiting;
  await commit(known, { sent: falls, tasks: standIn(row, falls, now), failed: { why: said.why, again } });
}

/**
 * It is not told there any more: that is written where people see it, and whoever stands in is told at once. How often
 * people were interrupted stays as it was, so that what comes next interrupts them if this did not.
 */
async function giveUp(known: Delivering, why: string, now: Instant, whole: boolean): Promise<void> {
  const { name, row, sent, what } = known;
  const { id } = row.message;
  const { revision } = row;
  const falls = fallBack(known, sent, now);
  const dead: DeadRow = { message: id, channel: name, revision, why, at: now };
  await commit(known, {
    sent: { ...falls, revision, trying: null, since: null, next: null, attempts: sent.attempts + 1 },
    entries: what === 'update' ? [] : [toldEntry(known, now, 'refused', why)],
    rows: [{ ...rowName('dead', name, id), value: JSON.stringify(dead) }],
    tasks: [...standIn(row, falls, now), ...tellsOf(known, { why, whole, now, isHeard: falls.fallback !== null })],
  });
}

function fallBack({ reached, what }: Delivering, sent: SentRow, now: Instant): SentRow {
  const { fallback: to } = reached;
  return to === null || sent.fallback !== null || what === 'update' ? sent : { ...sent, fallback: { to, at: now } };
}

interface Concluded {
  readonly sent: SentRow;
  readonly entries?: readonly EntryDraft[];
  readonly rows?: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
  readonly failed?: { readonly why: string; readonly again: Instant };
}

/** All of it, or nothing: then the task comes again, and says that it may have been told before. */
async function commit({ held, name, parts, row, version }: Delivering, done: Concluded): Promise<void> {
  const { entries = [], failed, rows = [], sent, tasks } = done;
  const effects: Effects = {
    ...(failed === undefined ? { finished: [held] } : { failed: [{ ...held, ...failed }] }),
    rows: [{ ...rowName('sent', row.message.id, name), value: JSON.stringify(sent), expect: version }, ...rows],
    tasks,
  };
  await appendSurely(parts.store, 0, 'any', entries, effects);
}
