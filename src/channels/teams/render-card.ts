import type { Delivery } from '../../contracts/channel.ts';
import type { Alert, AlertState, Fact, Note } from '../../core/alert/alert.ts';
import { isOver } from '../../core/alert/is-over.ts';
import { sayMoment } from '../../core/alert/say-time.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { type FittedAlert, fitAlert } from '../fit-alert.ts';
import { linkOf } from '../link-of.ts';
import { type CardPart, cardText, paragraph, type Run } from './card-parts.ts';

/** Teams takes 28 KB; some room is left for what the workflow adds. */
const mostBytes = 27_000;

/** Labels that stand beside their lines; longer ones stand above them. */
const longestBeside = 8;

/** What needs small letters to stand in one row, and what needs the whole width too. */
const longWord = /\S{57}/;
const longestWord = /\S{78}/;

const styles: Readonly<Record<Severity, string>> = {
  critical: 'attention',
  high: 'attention',
  medium: 'warning',
  low: 'accent',
  none: 'emphasis',
};

const words: Readonly<Record<AlertState, string>> = {
  open: 'OPEN',
  waiting: 'WAITING FOR AN ANSWER',
  acting: 'BEING SEEN TO BY PORTCULLIS',
  acknowledged: 'ACKNOWLEDGED',
  closed: 'CLOSED',
  accepted: 'ACCEPTED',
  told: '',
};

/**
 * Writes a message with one Adaptive Card 1.4, the newest version that Teams shows on phones too. What is longer than Teams
 * takes is shortened and says so. What happened later is told by a short card, for the long one cannot be changed.
 */
export function renderCard(delivery: Delivery): string {
  const write = (fitted: FittedAlert) => JSON.stringify(messageOf(fitted, delivery));
  return write(fitAlert(delivery.alert, mostBytes, (fitted) => Buffer.byteLength(write(fitted))));
}

function messageOf(fitted: FittedAlert, delivery: Delivery): object {
  const isEnd = delivery.what === 'update';
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    fallbackText: cardText(`${fitted.alert.severity}: ${fitted.alert.headline}. ${fitted.alert.status}`),
    body: [
      headOf(fitted.alert, delivery),
      ...(isEnd ? newsOf(fitted.alert, delivery) : bodyOf(fitted.alert)),
      footOf(fitted, isEnd),
    ],
    ...actionsOf(fitted.alert),
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

function headOf(alert: Alert, { what, repeated }: Delivery): CardPart {
  const { severity, state, headline, status, who, place, kind } = alert;
  const marks = [
    ...(repeated ? ['REPEATED, YOU MAY HAVE SEEN IT'] : []),
    ...(what === 'again' ? ['AGAIN'] : []),
    ...(kind === 'digest' ? ['DIGEST'] : [severity === 'none' ? 'INFORMATION' : severity.toUpperCase()]),
    words[state],
  ];
  const where = place === null ? [] : [`${place.accountName ?? place.account} · ${place.region}`];
  const about = [...(who === null ? [] : [who]), ...where].join(' · ');
  return {
    type: 'Container',
    style: isOver(alert) ? 'good' : kind === 'digest' ? 'emphasis' : styles[severity],
    bleed: true,
    items: [
      paragraph([{ text: marks.filter((mark) => mark !== '').join(' · '), size: 'Small', weight: 'Bolder' }]),
      paragraph([{ text: headline, size: 'Large', weight: 'Bolder' }], { spacing: 'None' }),
      paragraph([{ text: status, weight: 'Bolder' }], { spacing: 'Small' }),
      ...(about === '' ? [] : [paragraph([{ text: about, size: 'Small' }], { spacing: 'Small' })]),
    ],
  };
}

function bodyOf({ facts, history, offers }: Alert): readonly CardPart[] {
  return [
    ...facts.map(factOf),
    ...(history.length === 0 ? [] : [factOf({ label: 'Since', lines: history.map(noteOf) })]),
    ...(offers.length === 0 ? [] : [offersOf(offers)]),
  ];
}

/** Of the end only what is new is told: the rest stands in the card before. */
function newsOf({ history }: Alert, { news }: Delivery): readonly CardPart[] {
  const lines = news.length === 0 ? [] : history.slice(-news.length).map(noteOf);
  return lines.length === 0 ? [] : [factOf({ label: 'Since', lines })];
}

function factOf({ label, lines }: Fact): CardPart {
  const column = (width: string, items: readonly CardPart[]) => ({ type: 'Column', width, items });
  const head = paragraph([{ text: label, weight: 'Bolder', isSubtle: true }]);
  const below = lines.map((text) => paragraph([lineOf(text)], { spacing: 'Small' }));
  if (label.length > longestBeside || lines.some((line) => longestWord.test(line)))
    return { type: 'Container', items: [head, ...below] };
  return { type: 'ColumnSet', columns: [column('74px', [head]), column('stretch', below)] };
}

/** Desktop clients cut off what they cannot break: a long word is small enough there to stand in one row. */
function lineOf(text: string): Run {
  return longWord.test(text) ? { text, fontType: 'Monospace', size: 'Small' } : { text };
}

function noteOf({ at, say }: Note): string {
  return `${sayMoment(at)} ${say}`;
}

function offersOf(offers: Alert['offers']): CardPart {
  return {
    type: 'Container',
    items: [
      paragraph([{ text: 'What you can do', weight: 'Bolder', isSubtle: true }]),
      ...offers.map(({ say, command }) =>
        paragraph([{ text: `${say}: ` }, { text: command, fontType: 'Monospace', size: 'Small' }], {
          spacing: 'Small',
        }),
      ),
    ],
  };
}

function footOf({ alert, cut }: FittedAlert, isEnd: boolean): CardPart {
  const { place, playbook, ids, suppressed, people } = alert;
  const namesAs = (role: string) => people.filter(({ as }) => as === role).map(({ name }) => name);
  const runs: readonly Run[] = [
    ...ownerOf(place?.owner ?? null, namesAs('owner')),
    ...namesAs('escalation').map((name) => `escalates to ${name}`),
    ...(playbook === null || linkOf(playbook) !== null ? [] : [`playbook ${playbook}`]),
    ...[...ids.incidents, ...ids.decisions].slice(0, 3),
    ...(suppressed === 0 ? [] : [`${suppressed} similar suppressed`]),
    ...(cut && !isEnd ? ['shortened: the commands tell all'] : []),
  ].map((text, at) => ({ text: at === 0 ? text : ` · ${text}`, size: 'Small', isSubtle: true }));
  return {
    type: 'Container',
    separator: true,
    items: [paragraph(runs.length > 0 ? runs : [{ text: alert.id, size: 'Small', isSubtle: true }])],
  };
}

function ownerOf(team: string | null, names: readonly string[]): readonly string[] {
  if (team === null) return names.map((name) => `owner ${name}`);
  return [names.length === 0 ? `owner ${team}` : `owner ${team} (${names.join(', ')})`];
}

function actionsOf({ playbook }: Alert): object {
  const url = linkOf(playbook);
  return url === null ? {} : { actions: [{ type: 'Action.OpenUrl', title: 'Playbook', url }] };
}
