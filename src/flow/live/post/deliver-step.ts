import type { Delivered, Delivery } from '../../../contracts/channel.ts';
import type { Row, Task } from '../../../contracts/store.ts';
import type { Alert } from '../../../core/alert/alert.ts';
import { readRow, rowName } from '../tables.ts';
import { concludeDelivery, type Delivering } from './deliver-conclude.ts';
import type { DeliverParts, Reached } from './deliver-parts.ts';
import { type DeliverBody, deliverKind } from './messages-due.ts';
import type { MessageRow, SentRow } from './post-rows.ts';

/** What a channel was told of a message before anything was. */
export const unsent: SentRow = {
  ...{ revision: -1, interrupts: 0, ref: null, at: null, last: null, trying: null },
  ...{ maybe: false, attempts: 0, since: null, fallback: null },
};

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
  const leased = await store.lease({ worker, kinds: [deliverKind(name)], now: clock.now(), span, most: 1 });
  const [task] = leased.kind === 'leased' ? leased.tasks : [];
  if (task === undefined) return 'idle';
  await deliver(parts, name, task, span);
  return 'worked';
}

async function deliver(parts: DeliverParts, name: string, task: Task, span: number): Promise<void> {
  const { store, clock } = parts;
  const held = { task: task.id, fence: task.fence };
  const { message } = JSON.parse(task.body) as DeliverBody;
  const row = readRow('message', await store.row(rowName('message', message)));
  const sentRow = await store.row(rowName('sent', message, name));
  const sent = readRow('sent', sentRow) ?? unsent;
  if (row === null || sent.revision >= row.revision) {
    await store.finish(held);
    return;
  }
  const now = clock.now();
  if (sent.trying !== null && sent.trying.until > now) {
    await store.fail(held, underWay, sent.trying.until);
    return;
  }
  const reached = parts.channel(name);
  const known = { parts, name, task, row, sent, version: sentRow.version, reached };
  const what = reached.kind === 'reached' ? whatOf(row, sent, reached) : usualOf(row, sent)[0]!;
  if (what === null) return await concludeDelivery({ ...known, what: 'update', said: 'nothing' });
  if (reached.kind === 'unreachable')
    return await concludeDelivery({ ...known, what, said: { kind: 'refused', why: reached.why, whole: false } });
  const rest = parts.pace.left(name);
  if (rest > 0) return await concludeDelivery({ ...known, what, said: { ...resting, after: rest } });
  const alert = await worded(parts, row);
  if (alert === null) return await concludeDelivery({ ...known, what, said: 'nothing' });
  if (alert.kind === 'later') return await concludeDelivery({ ...known, what, said: alert });
  const trying = { revision: row.revision, until: now + span };
  const maybe = sent.maybe || sent.trying !== null;
  const announced: SentRow = { ...sent, trying, maybe, since: sent.since ?? now };
  const version = await announce(parts, held, sentRow, announced);
  if (version === null) {
    await store.fail(held, underWay, trying.until);
    return;
  }
  const said = await within(parts, reached, {
    ...{ alert: alertAt(alert, name, row), what, ref: sent.ref, now, interrupts: row.interrupts },
    news: newsOf(row, sent, what),
    repeated: maybe,
  });
  parts.pace.rest(name, Math.max(reached.every, said.kind === 'later' ? (said.after ?? 0) : 0));
  await concludeDelivery({ ...known, sent: announced, version, what, said });
}

const resting = { kind: 'later', why: 'its service wants no more for now', maybe: false } as const;

const underWay = 'another worker tells it just now';

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
  held: Delivering['held'],
  { version, ...row }: Row,
  next: SentRow,
): Promise<number | null> {
  const { table, key } = row;
  const rows = [{ table, key, value: JSON.stringify(next), expect: version }];
  const done = await store.append(0, 'any', [], { held: [held], rows });
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
