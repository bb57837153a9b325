import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { SmtpSettings } from '../../contracts/channel-settings.ts';
import type { ChannelParts } from '../channel-parts.ts';
import { neverRejects } from '../never-rejects.ts';
import { openSecret } from '../open-secret.ts';
import { composeMail, renderMail } from './compose.ts';
import { recipientsOf, senderIn } from './recipients.ts';
import { type SmtpEnd, sendBySmtp } from './smtp-send.ts';
import { readSmtpUrl, type SmtpServer } from './smtp-url.ts';
import { whatSmtpSaid, writeSaid } from './what-smtp-said.ts';

/** Of how many mails it is remembered who got them, while others of their recipients are tried again. */
const mostHeld = 1000;

/** Who has got a mail, and who never will, while others are tried again. */
interface Took {
  readonly taken: readonly string[];
  readonly never: SmtpEnd['rejected'];
}

const nobody: Took = { taken: [], never: [] };

interface Sent {
  readonly server: SmtpServer;
  /** Its Message-ID, and that of the mail that began the thread. */
  readonly id: string;
  readonly first: string;
  /** Who is no recipient at all, in a sentence. */
  readonly odd: string | null;
}

/**
 * Mail by SMTP. Programs and servers know a copy by its Message-ID. A recipient who is not taken now is tried again, the
 * others are not; one who is refused is told of, and does not keep the mail from the others.
 */
export function openSmtp(settings: SmtpSettings, { secrets, ca }: Pick<ChannelParts, 'secrets' | 'ca'>): Channel {
  const took = new Map<string, Took>();

  async function deliver(delivery: Delivery, signal: AbortSignal): Promise<Delivered> {
    const recipients = recipientsOf(settings.to);
    if ('wrong' in recipients) return { kind: 'refused', why: recipients.wrong, whole: true };
    const opened = await openSecret(secrets, settings.secret, signal);
    if (opened.kind !== 'opened') return opened;
    const server = readSmtpUrl(opened.text);
    if ('wrong' in server) return notTaken(settings, server.wrong);
    const sender = senderIn(settings.from ?? server.login?.user ?? '');
    if (sender === null)
      return notTaken(settings, 'expected `from`, such as `portcullis@example.com`, got no address: set it');
    const { from, domain } = sender;
    const mail = renderMail(delivery, { channel: settings.name, from, to: recipients.to, domain });
    const { taken, never } = took.get(mail.id) ?? nobody;
    const over = [...taken, ...never.map(({ to }) => to)];
    const to = recipients.to.filter((each) => !over.includes(each));
    const raw = await composeMail(mail);
    const end = await sendBySmtp(server, { from: sender.address, to, raw }, { signal, ca });
    return settle(end, { server, id: mail.id, first: mail.after ?? mail.id, odd: recipients.but });
  }

  function settle(end: SmtpEnd, { server, id, first, odd }: Sent): Delivered {
    const before = took.get(id) ?? nobody;
    if (end.kind === 'failed' && end.rejected.length === 0) {
      const told = whatSmtpSaid(end, server.host);
      if (end.at === 'login' && told.kind === 'refused') secrets.forget(settings.secret);
      return told;
    }
    const waiting = end.rejected.filter(({ said }) => said.code < 500);
    const never = [...before.never, ...end.rejected.filter(({ said }) => said.code >= 500)];
    const taken = [...before.taken, ...(end.kind === 'taken' ? end.accepted : [])];
    took.delete(id);
    if (waiting.length > 0) {
      took.set(id, { taken, never });
      for (const oldest of [...took.keys()].slice(0, Math.max(0, took.size - mostHeld))) took.delete(oldest);
      const why = `\`${server.host}\` does not take it now for ${sayRejected(waiting)}`;
      return { kind: 'later', why, after: null, maybe: false };
    }
    const why = `expected \`${server.host}\` to take it, got a refusal for ${sayRejected(never)}: mend \`to\``;
    if (taken.length === 0) return { kind: 'refused', why, whole: true };
    const ref = end.kind === 'taken' && end.id !== null && first === id ? end.id : first;
    const but = [...(never.length === 0 ? [] : [why]), ...(odd === null ? [] : [odd])].join('; ');
    return { kind: 'done', ref, ...(but === '' ? {} : { but }) };
  }

  return {
    ...{ memory: 'key', takes: ['first', 'update', 'again'] },
    deliver: neverRejects(deliver),
  };
}

function notTaken({ name }: SmtpSettings, wrong: string): Delivered {
  return { kind: 'refused', why: `channel \`${name}\`: ${wrong}`, whole: true };
}

function sayRejected(rejected: SmtpEnd['rejected']): string {
  const named = rejected.slice(0, 5).map(({ to, said }) => `\`${to}\` (${writeSaid(said)})`);
  return `${named.join(', ')}${rejected.length > 5 ? ` and ${rejected.length - 5} more` : ''}`;
}
