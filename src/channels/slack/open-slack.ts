import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { SlackSettings } from '../../contracts/channel-settings.ts';
import type { ChannelParts } from '../channel-parts.ts';
import type { Sending } from '../http/post-json.ts';
import { neverRejects } from '../never-rejects.ts';
import { openSecret } from '../open-secret.ts';
import { deliverByToken } from './deliver-by-token.ts';
import { deliverByWebhook } from './deliver-by-webhook.ts';

const usualPlace = 'https://slack.com/api/';

/**
 * Slack, by an app's token (`xoxb-…`) or by an incoming webhook: which of them the secret is, it says itself. Neither has a key by
 * which a first message that came twice would be one; by a token an earlier attempt is looked for before it is made again.
 */
export function openSlack(settings: SlackSettings, { secrets, places, ...trust }: ChannelParts): Channel {
  const deliver = async (delivery: Delivery, signal: AbortSignal): Promise<Delivered> => {
    const opened = await openSecret(secrets, settings.secret, signal);
    if (opened.kind !== 'opened') return opened;
    const sending: Sending = { ...trust, signal, now: delivery.now };
    const came = await send(opened.text, sending, delivery);
    if (came.kind === 'refused' && came.whole) secrets.forget(settings.secret);
    return came;
  };
  const send = async (secret: string, sending: Sending, delivery: Delivery): Promise<Delivered> => {
    if (/^https?:\/\//.test(secret)) return await deliverByWebhook(secret, sending, delivery);
    if (!/^xox[a-z]-[\x21-\x7e]+$/.test(secret)) return refuse('expected the address of a webhook or a token `xoxb-…`');
    if (settings.channel === null)
      return refuse('expected `channel`, the id of a channel, where `secret` is a token; there was none');
    const api = { place: places?.slack ?? usualPlace, token: secret, sending };
    return await deliverByToken(api, settings.channel, delivery);
  };
  const refuse = (why: string): Delivered => ({
    kind: 'refused',
    why: `${why}: mend channel \`${settings.name}\``,
    whole: true,
  });
  return { memory: 'none', takes: ['first', 'update', 'again'], deliver: neverRejects(deliver) };
}
