import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { WebhookSettings } from '../../contracts/channel-settings.ts';
import type { ChannelParts } from '../channel-parts.ts';
import type { Sending } from '../http/post-json.ts';
import { neverRejects } from '../never-rejects.ts';
import { type OpenedSecret, openSecret } from '../open-secret.ts';
import { deliverMessage } from './deliver-message.ts';
import { deliverTicket } from './deliver-ticket.ts';
import { jiraDesk } from './jira-desk.ts';
import { servicenowDesk } from './servicenow-desk.ts';
import { readSigningKeys } from './sign-webhook.ts';

/**
 * A webhook of one's own, or the door of a ticket system. It connects to the Internet only, unless the policy says `private`.
 * Without `url` the secret is the address, and nothing is signed.
 */
export function openWebhook(settings: WebhookSettings, parts: ChannelParts): Channel {
  const guard = settings.private && parts.guard === 'public' ? 'private' : parts.guard;
  return {
    memory: 'key',
    takes: ['first', 'update', 'again'],
    deliver: neverRejects(async (delivery, signal) => {
      const address = await openAddress(settings, parts, signal);
      if (address.kind !== 'opened') return address;
      const secret = settings.url === null || settings.secret === null ? null : settings.secret;
      const opened = secret === null ? null : await openSecret(parts.secrets, secret, signal);
      if (opened !== null && opened.kind !== 'opened') return opened;
      const sending: Sending = { ...parts, guard, signal, now: delivery.now };
      const came = await deliverTo(address.text, opened?.text ?? null, settings.format, delivery, sending);
      if (came.kind === 'refused' && came.whole)
        for (const reference of [settings.url, settings.secret])
          if (reference !== null) parts.secrets.forget(reference);
      return came;
    }),
  };
}

/** The address stands in the policy as it is, or where it is kept, as a secret may. */
async function openAddress(
  { url, secret }: WebhookSettings,
  { secrets }: ChannelParts,
  signal: AbortSignal,
): Promise<OpenedSecret> {
  const at = url ?? secret ?? '';
  return at.startsWith('${') || url === null ? await openSecret(secrets, at, signal) : { kind: 'opened', text: at };
}

async function deliverTo(
  url: string,
  secret: string | null,
  format: WebhookSettings['format'],
  delivery: Delivery,
  sending: Sending,
): Promise<Delivered> {
  if (format === 'ours') {
    const read = secret === null ? { keys: [] } : readSigningKeys(secret);
    return 'wrong' in read
      ? { kind: 'refused', why: read.wrong, whole: true }
      : await deliverMessage(url, read.keys, delivery, sending);
  }
  if (secret === null) {
    const why = `expected \`url\` and \`secret\` for a ${format} channel, got one of them: \`secret\` is \`user:token\`, or a token alone`;
    return { kind: 'refused', why, whole: true };
  }
  const made = (format === 'jira' ? jiraDesk : servicenowDesk)(url, secret);
  return 'wrong' in made
    ? { kind: 'refused', why: made.wrong, whole: true }
    : await deliverTicket(made.desk, delivery, sending);
}
