import type { Alert } from '../../core/alert/alert.ts';
import { cutWords, plainLine } from '../plain-line.ts';
import { headlineOf, labelOf } from './mail-words.ts';

/** A subject that lists of mails show whole, and that no gateway cuts. */
const longest = 150;

/** `[CRITICAL][shop-prod] Internet can reach ssh on prod-web – reverted after 14 s`: one line of at most 150 characters. */
export function subjectOf(alert: Alert): string {
  const { place, status } = alert;
  const account = place === null ? '' : bracket(place.accountName ?? place.account);
  const first = cutWords(`${bracket(labelOf(alert))}${account} ${headlineOf(alert)}`, longest);
  const room = longest - first.length - 3;
  // A few words that are cut off after the first say nothing.
  if (status === '' || room < 20) return first;
  return `${first} – ${cutWords(plainLine(status, 300), room)}`;
}

function bracket(text: string): string {
  return `[${plainLine(text.replace(/[[\]]/g, ''), 40)}]`;
}
