import type { Delivery } from '../../contracts/channel.ts';
import type { Alert, AlertKind, AlertState, Fact, Note } from '../../core/alert/alert.ts';
import { isOver } from '../../core/alert/is-over.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { type FittedAlert, fitAlert } from '../fit-alert.ts';
import { linkOf } from '../link-of.ts';
import {
  markup,
  paragraph,
  part,
  plainText,
  type RichPart,
  type SlackBlock,
  type SlackMessage,
} from './slack-block.ts';
import { mentionPeople } from './slack-mention.ts';
import { writeNotes } from './slack-notes.ts';
import { escapeSlack, slackLine } from './slack-text.ts';

/**
 * Slack takes about 13,200 characters of blocks, their frames included (github.com/slackapi/bolt-js issues 2509 and 2867: the
 * limit is not documented), a header of 150 and 50 blocks (docs.slack.dev/reference/block-kit/blocks).
 */
const most = { blocks: 12_000, header: 150, line: 500 } as const;

const severityMarks: Readonly<Record<Severity, string>> = {
  critical: '🔴 CRITICAL · ',
  high: '🟠 HIGH · ',
  medium: '🟡 MEDIUM · ',
  low: '🔵 LOW · ',
  none: '',
};

const stateMarks: Readonly<Record<AlertState, string>> = {
  open: '⚠️ ',
  waiting: '⏳ ',
  acting: '⏳ ',
  acknowledged: '👀 ',
  closed: '✅ ',
  accepted: '☑️ ',
  told: '',
};

const kindMarks: Readonly<Record<AlertKind, string | null>> = {
  incident: null,
  collapsed: null,
  notice: null,
  digest: '📋 ',
  drill: '🧪 DRILL · ',
  test: '🧪 TEST · ',
};

/** A whole message: what its channel shows as long as it stands, and what it is edited to when something happens. */
export function renderSlack({ alert, what, repeated, news }: Omit<Delivery, 'ref' | 'now'>): SlackMessage {
  const start = repeated ? 'Repeated: ' : what === 'again' ? 'Again: ' : '';
  const blocksOf = (fitted: FittedAlert) => writeBlocks(fitted, start, what === 'again' ? news : []);
  const fitted = fitAlert(alert, most.blocks, (one) => JSON.stringify(blocksOf(one)).length);
  return { text: escapeSlack(firstLine(alert, start)), blocks: blocksOf(fitted) };
}

/** The first line and how it stands, for phones, and for where nothing else is taken. */
export function renderShort({ alert, what, repeated }: Pick<Delivery, 'alert' | 'what' | 'repeated'>): SlackMessage {
  const start = repeated ? 'Repeated: ' : what === 'again' ? 'Again: ' : '';
  const line = firstLine(alert, start);
  const ids = [...alert.ids.incidents, ...alert.ids.decisions].slice(0, 3).map((id) => slackLine(id, 40));
  return { text: escapeSlack(line), blocks: [...paragraph(part(line)), ...context([plainText(ids.join(' · '))])] };
}

function firstLine(alert: Alert, start: string): string {
  return `${start}${headOf(alert)} – ${slackLine(alert.status, 300)}`;
}

function headOf(alert: Alert): string {
  const { kind, state, severity, headline } = alert;
  const bySeverity = isOver(alert)
    ? severityMarks[severity].replace(/^\S+ /u, stateMarks[state])
    : severityMarks[severity];
  return `${kindMarks[kind] ?? bySeverity}${slackLine(headline, most.header)}`;
}

function writeBlocks({ alert, cut }: FittedAlert, start: string, news: readonly Note[]): readonly SlackBlock[] {
  const { place, who, status, state, facts } = alert;
  const where = place === null ? [] : [place.accountName ?? place.account, place.region];
  const second = [who, ...where].filter((text) => text !== null).map((text) => slackLine(text));
  return [
    { type: 'header', text: plainText(`${start}${headOf(alert)}`, most.header) },
    ...paragraph(
      part(`${stateMarks[state]}${slackLine(status)}`, 'bold'),
      part(second.length === 0 ? '' : `\n${second.join(' · ')}`),
    ),
    ...paragraph(part(writeNotes(news, 5).join('\n'))),
    ...facts.slice(0, 30).flatMap(writeFact),
    ...writeOffers(alert),
    ...writePeople(alert),
    ...writeContext(alert, cut),
  ];
}

/** One line stands behind its label, several below it; an ARN is small, as code is. */
function writeFact({ label, lines }: Fact): readonly SlackBlock[] {
  const said = lines.map((line) => slackLine(line)).filter((line) => line !== '');
  const start = said.length === 1 ? ' ' : '\n';
  const parts = said.flatMap((line): readonly RichPart[] =>
    /^arn:\S+$/.test(line) ? [part(start), part(line, 'code')] : [part(`${start}${line}`)],
  );
  return parts.length === 0
    ? []
    : paragraph(part(`${slackLine(label, 80)}${said.length === 1 ? ':' : ''}`, 'bold'), ...joinPlain(parts));
}

/** Neighbours in the same plain style as one part, which is shorter to send. */
function joinPlain(parts: readonly RichPart[]): readonly RichPart[] {
  const joined: RichPart[] = [];
  for (const one of parts) {
    const last = joined.at(-1);
    if (last === undefined || last.style !== undefined || one.style !== undefined) joined.push(one);
    else joined[joined.length - 1] = part(last.text + one.text);
  }
  return joined;
}

/** What a reader can do: commands, where buttons will stand (an `actions` block) once HTTP answers. */
function writeOffers({ offers }: Alert): readonly SlackBlock[] {
  const parts = offers.slice(0, 7).flatMap(({ say, command }) => {
    const code = slackLine(command, most.line);
    return code === '' ? [] : [part(`\n${slackLine(say, 100)}: `), part(code, 'code')];
  });
  return parts.length === 0 ? [] : paragraph(part('What you can do', 'bold'), ...parts);
}

function writePeople({ kind, people }: Alert): readonly SlackBlock[] {
  const mentions = kind === 'drill' || kind === 'test' ? null : mentionPeople(people);
  return mentions === null ? [] : [{ type: 'section', text: markup(mentions) }];
}

function writeContext({ place, playbook, ids, suppressed }: Alert, cut: boolean): readonly SlackBlock[] {
  const link = playbook !== null && playbook.length <= 500 ? linkOf(playbook) : null;
  const named = [...ids.incidents.slice(0, 3), ...ids.decisions.slice(0, 3)].map((id) => slackLine(id, 40));
  const more = ids.incidents.length + ids.decisions.length - named.length;
  const said = [
    place === null || place.owner === null ? '' : `owner ${slackLine(place.owner, 100)}`,
    playbook === null || link !== null ? '' : `playbook ${slackLine(playbook, 200)}`,
    named.join(' '),
    more > 0 ? `${more} more ids` : '',
    suppressed > 0 ? `${suppressed} similar suppressed` : '',
    cut ? 'shortened: the command shows all' : '',
  ].filter((text) => text !== '');
  const elements = [plainText(said.join(' · '))];
  return context(link === null ? elements : [...elements, markup(`<${encodeForLink(link)}|playbook>`)]);
}

function context(elements: readonly (ReturnType<typeof plainText> | ReturnType<typeof markup>)[]) {
  const said = elements.filter(({ text }) => text !== '');
  return said.length === 0 ? [] : [{ type: 'context', elements: said } as const];
}

/** An address between `<` and `|`: what would end it is written by its number. */
function encodeForLink(link: string): string {
  return link.replaceAll('&', '&amp;').replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
}
