import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { bareLine } from '../bare-line.ts';
import { unlinked } from '../unlinked.ts';

/** A part of a ticket: a heading, and lines below it; `commands` are shown as such. */
export interface TicketPart {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly commands?: true;
}

/** All that a ticket says when it is made. */
export function ticketParts(alert: Alert, cut: boolean): readonly TicketPart[] {
  const { decisions, incidents } = alert.ids;
  const about = [
    ...(alert.playbook === null ? [] : [`playbook: ${alert.playbook}`]),
    ...alert.people.map(({ as, name }) => `${as}: ${name}`),
    ...[...incidents, ...decisions],
    ...(alert.suppressed === 0 ? [] : [`${alert.suppressed} more of the same were not sent`]),
    ...(cut ? ['this was too long and is shortened: the commands tell all'] : []),
  ];
  return [
    { heading: 'Status', lines: [alert.status] },
    ...alert.facts.map(({ label, lines }) => ({ heading: label, lines })),
    { heading: 'Since', lines: alert.history.map(({ at, say }) => `${writeInstant(at)} ${say}`) },
    { heading: 'Next', lines: alert.offers.map(({ say, command }) => `${command}  # ${say}`), commands: true as const },
    { heading: 'About', lines: about },
  ].filter(({ lines }) => lines.length > 0);
}

/** What is added to a ticket: how it stands now, and what happened since the last time. */
export function newsLines({ alert, news, what, repeated }: Delivery): readonly string[] {
  const lines = [
    ...(repeated ? ['(this may be a repetition)'] : []),
    ...(what === 'again' ? [`Still to be seen to: ${alert.headline}`] : []),
    `${alert.state}: ${alert.status}`,
    ...news.slice(-20).map(({ at, say }) => `${writeInstant(at)} ${say}`),
  ];
  return lines.map((line) => unlinked(bareLine(line)));
}
