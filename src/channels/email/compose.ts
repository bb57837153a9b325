import { createHash } from 'node:crypto';
import type { Delivery } from '../../contracts/channel.ts';
import { bareLine } from '../bare-line.ts';
import { wordMail } from './mail-words.ts';
import { messageId } from './message-id.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';
import { subjectOf } from './subject.ts';

/** A mail before it is bytes. */
export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly id: string;
  /** The Message-ID of the mail that began the thread. */
  readonly after: string | null;
  readonly at: Date;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Who a mail is from and to, and by which channel. */
export interface Envelope {
  readonly channel: string;
  /** An address, with or without a name: `Portcullis <portcullis@example.com>`. */
  readonly from: string;
  readonly to: readonly string[];
  readonly domain: string;
}

/** Renders a delivery as mail. Pure. */
export function renderMail(delivery: Delivery, { channel, from, to, domain }: Envelope): Mail {
  const { alert, ref, what } = delivery;
  const words = wordMail(delivery, channel);
  return {
    ...{ from, to, subject: subjectOf(alert), id: messageId(delivery, domain), at: new Date(delivery.now) },
    after: what !== 'first' && ref !== null && /^<[^<>\s]{1,900}>$/.test(ref) ? ref : null,
    ...{ text: renderText(words), html: renderHtml(words) },
    headers: headersOf(delivery, channel, domain),
  };
}

/** The mail as it goes over the wire: RFC 5322, lines end in CRLF, everything in ASCII. */
export async function composeMail(mail: Mail): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const node = new MailComposer({
    ...{ from: mail.from, to: [...mail.to], subject: mail.subject, messageId: mail.id, date: mail.at },
    ...(mail.after === null ? {} : { inReplyTo: mail.after, references: [mail.after] }),
    text: { content: mail.text, contentTransferEncoding: 'quoted-printable' },
    html: { content: mail.html, contentTransferEncoding: 'quoted-printable' },
    headers: Object.entries(mail.headers).map(([key, value]) => ({ key, value: { prepared: true, value } })),
    // The same mail is the same bytes, however often it is tried; nobody can write a text that holds its own digest.
    baseBoundary: createHash('sha256').update(`${mail.id}\n${mail.text}\n${mail.html}`).digest('hex').slice(0, 32),
    ...{ newline: 'win', disableFileAccess: true, disableUrlAccess: true },
  }).compile();
  return await node.build();
}

/**
 * Headers for programs: no robot answers (RFC 3834), filters know the list (RFC 2919), and what it is about can be sorted
 * by without reading it.
 */
function headersOf({ alert, what }: Delivery, channel: string, domain: string): Readonly<Record<string, string>> {
  const { kind, severity, state, place, id, checks, ids } = alert;
  const list = ascii(channel)
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const loud = kind === 'incident' && severity === 'critical' && what !== 'update';
  const told: Readonly<Record<string, string | null>> = {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Id': `<${list === '' ? 'alerts' : list}.portcullis.${domain}>`,
    Importance: loud ? 'high' : null,
    'X-Portcullis-Message': id,
    'X-Portcullis-Kind': kind,
    'X-Portcullis-Severity': severity,
    'X-Portcullis-State': state,
    'X-Portcullis-Checks': checks.slice(0, 10).join(' '),
    'X-Portcullis-Incidents': ids.incidents.slice(0, 10).join(' '),
    'X-Portcullis-Account': place?.account ?? null,
    'X-Portcullis-Region': place?.region ?? null,
    'X-Portcullis-On': place?.on ?? null,
    'X-Portcullis-Environment': place?.environment ?? null,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, value]) => {
      const plain = ascii(value ?? '');
      return plain === '' ? [] : [[key, plain]];
    }),
  );
}

/** Printable ASCII on one line that need not be folded (RFC 5322, 2.1.1: at most 998 characters). */
function ascii(text: string): string {
  return bareLine(text, 300)
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 300);
}
