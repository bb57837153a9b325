import type { Alert } from '../../core/alert/alert.ts';
import { headlineOf, labelOf } from '../alert-label.ts';
import { bareLine } from '../bare-line.ts';
import { cutWords } from '../cut-text.ts';

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
  return `${first} – ${cutWords(bareLine(status, 300), room)}`;
}

function bracket(text: string): string {
  return `[${bareLine(text.replace(/[[\]]/g, ''), 40)}]`;
}
