import type { Delivery } from '../../contracts/channel.ts';
import type { SnsSettings } from '../../contracts/channel-settings.ts';
import type { Alert, AlertState } from '../../core/alert/alert.ts';
import { bareLine } from '../bare-line.ts';
import { cutTo, cutWords } from '../cut-text.ts';
import { wordMail } from '../email/mail-words.ts';
import { renderText } from '../email/render-text.ts';
import { subjectOf } from '../email/subject.ts';
import { renderMessage } from '../webhook/render-message.ts';
import { amazonQ } from './amazon-q.ts';
import { smsText } from './sms-text.ts';

/** What is published: a subject, one body for each protocol, and what filters of subscriptions can ask. */
export interface Publication {
  readonly subject: string;
  /** JSON, by protocol (SNS API reference, Publish, `MessageStructure`). */
  readonly message: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of FIFO topics: what is kept in order, and by what a copy is known for five minutes. */
  readonly group: string;
  readonly copy: string;
}

/** A message has at most 256 KiB with its attributes (SNS developer guide, "quotas"). */
const longest = 250_000;

/** Renders a delivery for a topic: mail gets the whole text, SMS 160 characters, programs JSON (`portcullis:message:1`). */
export function renderPublication(
  delivery: Delivery,
  { name, format }: Pick<SnsSettings, 'name' | 'format'>,
): Publication {
  const { alert, what, interrupts } = delivery;
  const text = renderText(wordMail(delivery, name));
  const json = renderMessage(delivery);
  const https = format === 'amazon-q' ? JSON.stringify(amazonQ(delivery)) : json;
  const brief = cutTo(text, 3000);
  const bodies = {
    default: brief,
    sms: smsText(alert, delivery.repeated),
    https,
    http: https,
    sqs: json,
    lambda: json,
  };
  const whole = JSON.stringify({ ...bodies, email: text });
  const turn = what === 'again' && interrupts !== undefined ? `i${interrupts}` : `r${alert.revision}`;
  const id = bareLine(alert.id, 100).replace(/[^A-Za-z0-9_.-]/g, '-');
  return {
    subject: asciiSubject(subjectOf(alert)),
    message: Buffer.byteLength(whole) <= longest ? whole : JSON.stringify(bodies),
    attributes: attributesOf(alert, what),
    ...{ group: id, copy: what === 'first' ? id : `${id}.${turn}` },
  };
}

/**
 * Fewer than 100 ASCII characters on one line, beginning with a letter, digit or mark (SNS API reference, Publish,
 * `Subject`).
 */
function asciiSubject(subject: string): string {
  const ascii = subject
    .replace(/[‐-―]/g, '-')
    .replaceAll('…', '...')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]/g, '?');
  return cutWords(ascii, 99, '...');
}

/** What was done, for filters. */
const actions: Readonly<Record<AlertState, string>> = {
  ...{ open: 'none', acknowledged: 'none', told: 'none', waiting: 'asked', acting: 'started' },
  ...{ closed: 'closed', accepted: 'accepted' },
};

function attributesOf(
  { kind, severity, state, place }: Alert,
  what: Delivery['what'],
): Readonly<Record<string, string>> {
  const told = {
    ...{ kind, what, severity, action: actions[state], account: place?.account, region: place?.region },
    environment: place?.environment,
  };
  return Object.fromEntries(
    Object.entries(told).flatMap(([key, value]) => {
      const plain = bareLine(value ?? '', 200);
      return plain === '' ? [] : [[key, plain]];
    }),
  );
}
