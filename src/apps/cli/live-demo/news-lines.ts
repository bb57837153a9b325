import { type Instant, readInstant, writeInstant } from '../../../core/leaf/instant.ts';
import type { Aim } from '../../../core/plan/act/intent.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import type { Verdict } from '../../../core/verdict/verdict.ts';
import type { ActionRow } from '../../../flow/live/tables.ts';
import { as, type Line, type Piece } from '../screen.ts';
import { verdictLook, verdictWord } from '../verdict-text.ts';
import { sayTime } from '../when.ts';
import { sayWho } from '../who.ts';
import { wrapLine } from '../wrap-line.ts';
import type { News } from './chronicle.ts';

/** What is needed beside the news to tell them. */
export interface Telling {
  readonly columns: number;
  /** Names of groups by id. */
  readonly nameOf: (id: string) => string;
  readonly decision: (id: string) => Decision | null;
  /** How one answers a question: the command for a plan. */
  readonly answer: (plan: string, word: 'approve' | 'deny') => string;
}

const [clockWidth, wordWidth] = [10, 12];

/** A line with its time and its word, broken where it must be. */
export function timed(at: Instant, word: Piece, line: Line, columns: number): readonly Line[] {
  const room = columns - clockWidth - wordWidth;
  const text = typeof word === 'string' ? word : word.text;
  const gap = ' '.repeat(Math.max(2, wordWidth - text.length));
  return wrapLine(line, room).map(
    (part, n): Line =>
      n === 0
        ? [as('dim', writeInstant(at).slice(11, 19).padEnd(clockWidth)), word, gap, ...part]
        : [' '.repeat(clockWidth + wordWidth), ...part],
  );
}

/** News as lines; none where nobody needs to hear it. */
export function newsLines(news: News, telling: Telling): readonly Line[] {
  const told = tell(news, telling);
  return told === null ? [] : told.flatMap(([word, line]) => timed(news.at, word, line, telling.columns));
}

type Told = readonly (readonly [word: Piece, line: Line])[] | null;

function tell(news: News, telling: Telling): Told {
  switch (news.kind) {
    case 'looked':
      return [[as('dim', 'looked'), [as('dim', `at ${news.groups.map(telling.nameOf).join(', ')}`)]]];
    case 'decided':
      return tellDecided(news);
    case 'revised': {
      const what = news.decision === null ? 'a decision' : `${placeOf(news.decision)}: ${news.decision.short}`;
      const word = as(verdictLook(news.verdict), verdictWord(news.verdict));
      return [[word, [`${what}  ${sayChecks(news.verdict)}  `, as('dim', 'judged again: an earlier record came in')]]];
    }
    case 'acting':
      return [
        [as('dim', ''), [as('dim', `→ ${news.call} for ${news.row.intent.action.slice(0, 12)}: ${sayAims(news.row)}`)]],
      ];
    case 'outcome':
      return news.state === 'later' && news.why === null ? null : tellOutcome(news, telling);
    case 'ordered':
      return [[as('cyan', 'ordered'), [`${news.order} by ${news.person}: ${news.reason}`]]];
    case 'gap':
      return [[as('yellow', 'gap'), [`a source is ${news.why}`]]];
    case 'asked':
      return tellAsked(news, telling);
    case 'told':
      return tellMessage(news, telling);
  }
}

function tellDecided({ at, decision, waits }: Extract<News, { kind: 'decided' }>): Told {
  const { verdict, actor, call, origin } = decision;
  const after = origin === 'observed' ? 'seen by a look' : `${seconds(at - readInstant(decision.at)!)} after the call`;
  const place = placeOf(decision);
  if (decision.own !== undefined)
    return [[as('dim', 'ours'), [as('dim', `the record of our own ${call.name} on ${place}, as expected, ${after}`)]]];
  const what = as('bold', `${place}: ${origin === 'observed' ? sayRules(decision) : decision.short}`);
  const who = as('dim', origin === 'observed' ? after : `${sayWho(actor)}, ${after}`);
  if (verdict === undefined) return [[as('dim', 'seen'), [what, '  ', who]]];
  const why = verdict.ruling === 'permitted' ? verdict.checks[0]?.excusedBy : sayChecks(verdict);
  const until = waits === null ? null : writeInstant(waits).slice(11, 19);
  const wait: Told = until === null ? [] : [['', [as('dim', `→ waits until ${until}: more of it may come`)]]];
  return [[as(verdictLook(verdict), verdictWord(verdict)), [what, why ? `  ${why}  ` : '  ', who]], ...wait];
}

/** What a look found standing, or gone. */
function sayRules({ rules, short }: Decision): string {
  const said = rules.map((rule) => `${rule.op === 'add' ? 'stands' : 'is gone'}: ${nameRule({ ...rule, id: null })}`);
  return said.length === 0 ? short : said.join(', ');
}

function sayChecks({ checks }: Verdict): string {
  return checks
    .filter(({ ruling }) => ruling !== 'permitted')
    .map(({ id }) => id)
    .join(', ');
}

const done = { revert: 'reverted', restore: 'restored', undo: 'undone', expire: 'closed' } as const;

function tellOutcome({ at, row, state, why, of, imports }: Extract<News, { kind: 'outcome' }>, telling: Telling): Told {
  const { intent } = row;
  const group = telling.nameOf(intent.on.id);
  if (state !== 'verified') {
    const look = state === 'superseded' || state === 'gone' ? 'dim' : 'yellow';
    const because = why === null ? '' : `: ${why}`;
    return [[as(look, state), [`${group}: ${intent.do} ${sayAims(row)}${because}`]]];
  }
  const since = of === null || of.origin === 'observed' ? null : readInstant(of.at);
  const times =
    since === null || row.lastWrite === null
      ? '  verified'
      : `  after ${seconds(row.lastWrite - since)}, verified after ${seconds(at - since)}`;
  const stays = of === null ? [] : stayingRules(of, row);
  const rest: Line = stays.length === 0 ? [] : [as('dim', `; of the same call stays ${stays.join(', ')}`)];
  return [
    [as('green', done[intent.do]), [as('bold', `${group}: ${sayAims(row)}`), as('dim', times), ...rest]],
    ...imports.map((command) => ['', [as('dim', `→ ${command}`)]] as const),
  ];
}

/** Rules that the same call brought and that nobody objects to. */
function stayingRules({ rules }: Decision, { intent }: ActionRow): readonly string[] {
  const closed = intent.aims.flatMap((aim) => (aim.kind === 'close' ? [aim.rule.id] : []));
  return rules
    .filter(({ op, id }) => op === 'add' && id !== null && !closed.includes(id))
    .map((rule) => nameRule({ ...rule, id: null }));
}

function tellAsked({ ask }: Extract<News, { kind: 'asked' }>, { nameOf, answer }: Telling): Told {
  const { intent, hash, until } = ask;
  const what = `${intent.do} ${sayAims({ intent })} on ${nameOf(intent.on.id)}?`;
  const end = `left as it is when nobody answers by ${sayTime(writeInstant(until))}`;
  return [
    [as('yellow', 'question'), [as('bold', what), '  ', as('dim', end)]],
    ['', [as('cyan', answer(hash, 'approve'))]],
  ];
}

const loud: Readonly<Record<string, string>> = {
  impostor: 'somebody calls under the name of our own role: no call of ours is expected',
  conflict: 'one record id came with two contents: one of them is forged',
  fault: 'a task failed, and is tried again',
  late: 'a record came late',
  braked: 'we back off',
};

/** Messages that say more than the entries told already. */
const quiet: ReadonlySet<string> = new Set([
  'breach',
  'unknown',
  'revised',
  'acted',
  'ask',
  'opened',
  'closed',
  'attempt',
]);

function tellMessage(
  { about, group, why, detail }: Extract<News, { kind: 'told' }>,
  { decision, nameOf }: Telling,
): Told {
  if (quiet.has(why)) return null;
  if (why === 'reminder') return tellReminder(detail, nameOf);
  const of = decision(about);
  const place = of !== null ? `${placeOf(of)}: ` : group === null ? '' : `${nameOf(group)}: `;
  const more = Object.values(detail).map((each) => (/^sg-/.test(String(each)) ? nameOf(String(each)) : String(each)));
  const text = [loud[why] ?? why, ...more].join(', ');
  return [[as(why === 'impostor' ? 'alarm' : 'yellow', why === 'impostor' ? 'IMPOSTOR' : 'told'), [`${place}${text}`]]];
}

/** What is still open, for how long, and who it was. */
function tellReminder(
  { group = '', what, checks = '', open = '', by }: Readonly<Record<string, string>>,
  nameOf: Telling['nameOf'],
): Told {
  const who = by === undefined ? '' : `, by ${by}`;
  return [[as('yellow', 'still open'), [as('bold', `${nameOf(group)}: ${what ?? checks}`), `  for ${open}${who}`]]];
}

function placeOf({ on }: Decision): string {
  return on.name ?? on.id ?? 'a group without a name';
}

/** What an action brings about, in few words. */
export function sayAims({ intent }: Pick<ActionRow, 'intent'>): string {
  const said = intent.aims.map(sayAim);
  return said.length <= 2 ? said.join(', ') : `${said.length} rules: ${said[0]} and others`;
}

function sayAim(aim: Aim): string {
  switch (aim.kind) {
    case 'close':
    case 'open':
      return tupleText(aim.rule);
    case 'rewrite':
      return tupleText(aim.to);
    case 'entries':
      return [...aim.remove.map((cidr) => `-${cidr}`), ...aim.add.map(({ cidr }) => `+${cidr}`)].join(', ');
    case 'groups':
      return [...aim.remove.map((id) => `-${id}`), ...aim.add.map((id) => `+${id}`)].join(', ');
    case 'tag':
      return aim.to === null ? `no tag ${aim.key}` : `tag ${aim.key}=${aim.to}`;
  }
}

/** A span in seconds, to a tenth below ten. */
export function seconds(millis: number): string {
  const all = Math.max(0, millis) / 1000;
  return `${all < 9.95 ? all.toFixed(1) : Math.round(all)} s`;
}
