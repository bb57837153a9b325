import type { Delivery } from '../../contracts/channel.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { callSlack, type SlackApi } from './call-slack.ts';
import { writeRef } from './slack-ref.ts';

/** By what a message of ours is known again: `metadata` of it, which nobody sees. */
export const eventType = 'portcullis_message';

/** What is kept with a message, with a reply to it, or with one that interrupts people anew. */
export function metadataOf({ alert, interrupts }: Delivery, as: 'message' | 'reply' | 'again') {
  const payload = { id: alert.id, as, revision: alert.revision, ...(interrupts === undefined ? {} : { interrupts }) };
  return { event_type: eventType, event_payload: payload };
}

/** Whether an earlier attempt arrived: its `ref`, `no`, or `unknown` where the app may not read the channel. */
export type Earlier = { readonly kind: 'found'; readonly ref: string } | { readonly kind: 'no' | 'unknown' };

/**
 * Looks in the channel for a message whose answer was lost. It takes the scope `channels:history` (or `groups:history`): without it,
 * or where Slack does not answer, nobody knows.
 */
export async function findMessage(api: SlackApi, channel: string, delivery: Delivery): Promise<Earlier> {
  const args = { channel, oldest: since(delivery.alert.at), limit: '100', include_all_metadata: 'true' };
  const found = await look(api, 'conversations.history', args, { id: delivery.alert.id, as: 'message' });
  return found.kind === 'found' ? { kind: 'found', ref: writeRef(channel, found.ref) } : found;
}

/** Looks in the thread of a message for a reply whose answer was lost: by its revision, or by which interruption it is. */
export async function findReply(
  api: SlackApi,
  { channel, ts }: { readonly channel: string; readonly ts: string },
  { alert, what, interrupts, news, now }: Delivery,
): Promise<Earlier> {
  const oldest = since(news[0]?.at ?? now - 3_600_000);
  const args = { channel, ts, oldest, limit: '100', include_all_metadata: 'true' };
  const isAgain = what === 'again' && interrupts !== undefined;
  const wanted = isAgain
    ? { as: 'again', interrupts }
    : { as: what === 'again' ? 'again' : 'reply', revision: alert.revision };
  return await look(api, 'conversations.replies', args, { id: alert.id, ...wanted });
}

/** Slack's clock may not be ours. */
function since(at: Instant): string {
  return String(Math.max(0, Math.floor(at / 1000) - 300));
}

async function look(
  api: SlackApi,
  method: string,
  args: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, unknown>>,
): Promise<Earlier> {
  const called = await callSlack(api, method, args, 'read');
  if (called.kind !== 'given' || !Array.isArray(called.given.messages)) return { kind: 'unknown' };
  const found = called.given.messages.find((message: unknown) => {
    const metadata = fieldOf(message, 'metadata');
    const payload = fieldOf(metadata, 'event_payload');
    const same = Object.entries(wanted).every(([key, value]) => fieldOf(payload, key) === value);
    return fieldOf(metadata, 'event_type') === eventType && same;
  });
  const ts = fieldOf(found, 'ts');
  if (typeof ts === 'string') return { kind: 'found', ref: ts };
  return { kind: called.given.has_more === true ? 'unknown' : 'no' };
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
