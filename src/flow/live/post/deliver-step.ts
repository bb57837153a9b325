import type { Delivered, Delivery } from '../../../contracts/channel.ts';
import type { Fenced, Task } from '../../../contracts/store.ts';
import type { Alert } from '../../../core/alert/alert.ts';
import { concludeDelivery, type Delivering } from './deliver-conclude.ts';
import { type DueMessage, type Sorted, sortOut, underWay } from './deliver-due.ts';
import type { DeliverParts, Reached } from './deliver-parts.ts';
import { deliverKind } from './messages-due.ts';
import type { MessageRow, SentRow } from './post-rows.ts';

/** So many of the newest notes go with an update. */
const newest = 20;

/**
 * Brings one message that is due to its newest revision at one channel. An attempt is announced before it is made, so that
 * of two workers one makes it, and what a crash leaves behind is known to have perhaps arrived. `idle` also while the
 * channel rests for a moment (`pace`); where it does not take anything for long, whoever stands in is told.
 */
export async function deliverStep(parts: DeliverParts, name: string): Promise<'worked' | 'idle'> {
  const { store, clock, worker, delivery, pace } = parts;
  const rest = pace.left(name);
  if (rest > 0 && rest < delivery.fallbackWithin) return 'idle';
  const span = delivery.timeout + delivery.margin;
  const leased = await store.lease({ worker, kinds: [deliverKind(name)], now: clock.now(), span, most: mostSorted });
  const tasks = leased.kind === 'leased' ? leased.tasks : [];
  if (tasks.length === 0) return 'idle';
  const { first, beside } = await sortOut(store, name, tasks, clock.now());
  const isSettled = first !== null || (await settle(parts, beside));
  if (first !== null) await deliver(parts, name, first, beside);
  else if (!isSettled) await giveBack(parts, tasks.map(heldOf));
  return 'worked';
}

/** So many tasks are looked at together. */
const mostSorted = 50;

async function deliver(parts: DeliverParts, name: string, due: DueMessage, beside: Sorted['beside']): Promise<void> {
  const { clock, delivery } = parts;
  const { row, sent, sentRow, task } = due;
  const reached = parts.channel(name);
  const known = { parts, name, task, row, sent, version: sentRow.version, reached };
  const now = clock.now();
  const concluded = async (what: Delivery['what'], said: Delivering['said']): Promise<void> => {
    await settle(parts, beside);
    await concludeDelivery({ ...known, what, said });
  };
  const what = reached.kind === 'reached' ? whatOf(row, sent, reached) : usualOf(row, sent)[0]!;
  if (what === null) return await concluded('update', 'nothing');
  if (reached.kind === 'unreachable') return await concluded(what, { kind: 'refused', why: reached.why, whole: false });
  const rest = parts.pace.left(name);
  if (rest > 0) return await concluded(what, { ...resting, after: rest });
  const alert = await worded(parts, row);
  if (alert === null) return await concluded(what, 'nothing');
  if (alert.kind === 'later') return await concluded(what, alert);
  const trying = { revision: row.revision, until: now + delivery.timeout + delivery.margin };
  const maybe = sent.maybe || sent.trying !== null;
  const announced: SentRow = { ...sent, trying, maybe, since: sent.since ?? now };
  const version = await announce(parts, due, announced, beside);
  if (version === null) return await giveBack(parts, [heldOf(task), ...beside.finished, ...beside.failed]);
  const said = await within(parts, reached, {
    ...{ alert: alertAt(alert, name, row), what, ref: sent.ref, now, interrupts: row.interrupts },
    news: newsOf(row, sent, what),
    repeated: maybe,
  });
  parts.pace.rest(name, Math.max(reached.every, said.kind === 'later' ? (said.after ?? 0) : 0));
  await concludeDelivery({ ...known, sent: announced, version, what, said });
}

/** Ends and gives back what was leased with it. */
async function settle({ store }: DeliverParts, beside: Sorted['beside']): Promise<boolean> {
  if (Object.values(beside).every((each) => each.length === 0)) return true;
  return (await store.append(0, 'any', [], beside)).kind === 'committed';
}

/** Others were faster, or the store does not answer: what is still held comes again soon. */
async function giveBack({ clock, store }: DeliverParts, held: readonly Fenced[]): Promise<void> {
  for (const each of held) await store.fail(each, underWay, clock.now() + soon);
}

function heldOf({ id, fence }: Task): Fenced {
  return { task: id, fence };
}

const soon = 1_000;

const resting = { kind: 'later', why: 'its service wants no more for now', maybe: false } as const;

/** What this delivery is there, or `null` where the channel has no form for it. */
function whatOf(
  row: MessageRow,
  sent: SentRow,
  { channel: { takes } }: Extract<Reached, { readonly kind: 'reached' }>,
): Delivery['what'] | null {
  return usualOf(row, sent).find((each) => takes.includes(each)) ?? null;
}

function usualOf({ interrupts }: MessageRow, sent: SentRow): readonly Delivery['what'][] {
  if (sent.at === null) return ['first'];
  return interrupts > sent.interrupts ? ['again', 'update'] : ['update'];
}

/** What happened since the channel was told last. */
function newsOf({ notes }: MessageRow, sent: SentRow, what: Delivery['what']): Delivery['news'] {
  if (what === 'first') return [];
  const { last } = sent;
  return notes.filter(({ at }) => last === null || at > last).slice(-newest);
}

/** Whoever hears of it by a channel that stands in for another is told so. */
function alertAt(alert: Alert, name: string, { message: { channel } }: MessageRow): Alert {
  if (name === channel) return alert;
  const lines = [`told here because \`${channel}\` did not take it`];
  return { ...alert, facts: [...alert.facts, { label: 'Channel', lines }] };
}

/** A message that cannot be worded is a fault of ours: it is tried again, and given up and shown like any other. */
async function worded(
  { word }: DeliverParts,
  row: MessageRow,
): Promise<Alert | null | Extract<Delivered, { kind: 'later' }>> {
  try {
    return await word(row);
  } catch (error) {
    return { kind: 'later', why: `it could not be worded: ${sayFault(error)}`, after: null, maybe: false };
  }
}

async function announce(
  { store }: DeliverParts,
  { sentRow: { key, table, version }, task }: DueMessage,
  next: SentRow,
  beside: Sorted['beside'],
): Promise<number | null> {
  const rows = [{ table, key, value: JSON.stringify(next), expect: version }];
  const done = await store.append(0, 'any', [], { ...beside, held: [heldOf(task)], rows });
  return done.kind === 'committed' ? version + 1 : null;
}

/** Delivers within the time that an attempt may take. */
async function within(
  { clock, delivery: { timeout } }: DeliverParts,
  { channel }: Extract<Reached, { readonly kind: 'reached' }>,
  delivery: Delivery,
): Promise<Delivered> {
  const [late, over] = [new AbortController(), new AbortController()];
  const waiting = clock.sleep(timeout, over.signal).then(() => late.abort());
  try {
    return await channel.deliver(delivery, late.signal);
  } catch (error) {
    return { kind: 'later', why: `a fault of ours: ${sayFault(error)}`, after: null, maybe: true };
  } finally {
    over.abort();
    await waiting;
  }
}

function sayFault(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200);
}
