import type { Delivered, Delivery } from '../../contracts/channel.ts';
import { type Called, callSlack, type SlackApi } from './call-slack.ts';
import { findMessage, findReply, metadataOf } from './find-earlier.ts';
import { renderShort, renderSlack } from './render.ts';
import { renderReply } from './render-reply.ts';
import type { SlackMessage } from './slack-block.ts';
import { readRef, writeRef } from './slack-ref.ts';

/** Nothing of ours is unfurled into a preview, and no bare name becomes a mention or link. */
const quiet = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;

/**
 * Tells by an app's token: one message that is edited in place, with what happened since in its thread; what interrupts people
 * anew is shown in the channel too. A message that cannot be edited any more is posted anew.
 */
export async function deliverByToken(api: SlackApi, channel: string, delivery: Delivery): Promise<Delivered> {
  const ref = readRef(delivery.ref);
  if (ref !== null) return await follow(api, channel, ref, delivery);
  const earlier = delivery.repeated ? await findMessage(api, channel, delivery) : null;
  const found = earlier?.kind === 'found' ? readRef(earlier.ref) : null;
  if (found !== null) return await edit(api, channel, found, delivery);
  return await postAnew(api, channel, { ...delivery, repeated: earlier?.kind === 'unknown' });
}

async function follow(
  api: SlackApi,
  channel: string,
  ref: { readonly channel: string; readonly ts: string },
  delivery: Delivery,
): Promise<Delivered> {
  const edited = await edit(api, channel, ref, delivery);
  const stays = edited.kind === 'done' && edited.ref === writeRef(ref.channel, ref.ts);
  return stays ? await reply(api, channel, ref, delivery) : edited;
}

/** Brings a message to how it stands now. The same again changes nothing, so a lost answer is no harm. */
async function edit(
  api: SlackApi,
  channel: string,
  ref: { readonly channel: string; readonly ts: string },
  delivery: Delivery,
): Promise<Delivered> {
  const plain = { ...delivery, what: 'update', repeated: false } as const;
  const update = ({ text, blocks }: SlackMessage) =>
    callSlack(api, 'chat.update', {
      ...{ channel: ref.channel, ts: ref.ts, text, blocks, metadata: metadataOf(delivery, 'message') },
      ...{ parse: quiet.parse, link_names: quiet.link_names },
    });
  const called = await orShort(update, renderSlack(plain), () => renderShort(plain));
  const isElsewhere = called.kind === 'refused' && called.whole && ref.channel !== channel;
  if (called.kind === 'missing' || isElsewhere) return await postAnew(api, channel, { ...delivery, what: 'again' });
  return cameOf(called, writeRef(ref.channel, ref.ts), false);
}

/** Tells what happened in the thread. Where there can be none, the edited message says it; who is to be interrupted gets a new one. */
async function reply(
  api: SlackApi,
  channel: string,
  ref: { readonly channel: string; readonly ts: string },
  delivery: Delivery,
): Promise<Delivered> {
  const edited = { kind: 'done', ref: writeRef(ref.channel, ref.ts) } as const;
  const earlier = delivery.repeated ? await findReply(api, ref, delivery) : null;
  const message = renderReply({ ...delivery, repeated: earlier?.kind === 'unknown' });
  if (earlier?.kind === 'found' || message === null) return edited;
  const reply_broadcast = delivery.what === 'again';
  const called = await callSlack(api, 'chat.postMessage', {
    ...{ channel: ref.channel, thread_ts: ref.ts, ...message, ...quiet },
    ...{ metadata: metadataOf(delivery, reply_broadcast ? 'again' : 'reply'), reply_broadcast },
  });
  if (called.kind === 'missing') return reply_broadcast ? await postAnew(api, channel, delivery) : edited;
  return cameOf(called, edited.ref, true);
}

async function postAnew(api: SlackApi, channel: string, delivery: Delivery): Promise<Delivered> {
  const post = (message: SlackMessage) =>
    callSlack(api, 'chat.postMessage', { channel, ...message, metadata: metadataOf(delivery, 'message'), ...quiet });
  const called = await orShort(post, renderSlack(delivery), () => renderShort(delivery));
  const given = called.kind === 'given' ? called.given : {};
  const ts = typeof given.ts === 'string' ? given.ts : '';
  const at = typeof given.channel === 'string' ? given.channel : channel;
  return cameOf(called, readRef(writeRef(at, ts)) === null ? null : writeRef(at, ts), true);
}

/** Sends it whole; where Slack does not take its form, which no limit it documents explains, its first line alone. */
async function orShort(
  send: (message: SlackMessage) => Promise<Called>,
  whole: SlackMessage,
  short: () => SlackMessage,
): Promise<Called> {
  const called = await send(whole);
  return called.kind === 'too-long' ? await send(short()) : called;
}

/** `maybe`: whether what was sent is shown twice if it arrived. */
function cameOf(called: Called, ref: string | null, maybe: boolean): Delivered {
  switch (called.kind) {
    case 'given':
      return { kind: 'done', ref };
    case 'later':
      return { ...called, maybe: called.maybe && maybe };
    case 'refused':
      return called;
    case 'too-long':
      return { kind: 'refused', why: `${called.why}: send it again once that is mended`, whole: false };
    case 'missing':
      return { kind: 'refused', why: 'expected a message that can be answered, got none: send it again', whole: false };
  }
}
