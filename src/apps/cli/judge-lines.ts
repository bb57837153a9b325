import type { StandingDecision } from '../../core/plan/standing-decision.ts';
import { severities } from '../../core/policy/scale.ts';
import type { CheckVerdict } from '../../core/verdict/verdict.ts';
import type { Rulings } from '../../flow/rulings.ts';
import { counted, grouped } from './counted.ts';
import { as, type Line, type Piece, print, type Terminal } from './screen.ts';
import { wrap } from './table.ts';
import { verdictLook, wholeVerdictWord } from './verdict-text.ts';
import { wrapLine } from './wrap-line.ts';

/** What a judgement of files came to. */
export interface JudgedFiles {
  /** Worst first. */
  readonly decisions: readonly StandingDecision[];
  readonly rulings: Rulings;
  readonly misread: readonly { readonly file: string; readonly reason: string }[];
  /** Groups left out because a backlog has all that a check objects to. */
  readonly owed: number;
  readonly digest: string;
}

/** Shows it: each group that a check objects to with its effect, the checks, the rules; then what was not read, and the bill. */
export async function showJudged(
  terminal: Terminal,
  judged: JudgedFiles,
  { most, all, files }: { readonly most: number; readonly all: boolean; readonly files: number },
): Promise<void> {
  const { decisions, misread } = judged;
  const told = all ? decisions : decisions.filter(isObjected);
  const quiet = all ? 0 : decisions.length - told.length - judged.owed;
  const shown = told.slice(0, most);
  await print(terminal, [
    ...shown.flatMap((decision) => groupLines(decision, terminal.columns)),
    ...(shown.length < told.length
      ? [[as('dim', `… ${grouped(told.length - shown.length)} more, less severe (--all shows them)`)]]
      : []),
    ...(quiet === 0 ? [] : [[as('dim', `… ${counted(quiet, 'group')} inside policy not shown (--all shows them)`)]]),
    ...(shown.length < told.length || quiet > 0 ? [[]] : []),
    ...misreadLines(misread, terminal.columns),
    ...billLines(judged, files, terminal.columns),
  ]);
}

function isObjected({ verdict }: StandingDecision): boolean {
  return verdict.ruling === 'breach' || verdict.ruling === 'unknown';
}

const indent = 10;

function groupLines(decision: StandingDecision, columns: number): readonly Line[] {
  const { verdict, place, on } = decision;
  const word = wholeVerdictWord(verdict);
  const named = [on.name, on.id].filter((each) => each !== null && each !== place.address).join(' ');
  const room = Math.max(30, columns - indent);
  const under = (text: string, look?: 'dim' | 'yellow'): readonly Line[] =>
    wrap(text, room).map((line): Line => [' '.repeat(indent), look === undefined ? line : as(look, line)]);
  const head: Line = [
    as(verdictLook(verdict), word.padEnd(indent - 1)),
    ' ',
    as('bold', named === '' ? place.address : named),
    ...(named === '' ? [] : [as('dim', ` · ${place.address}`)]),
    as('dim', ` · ${[on.environment, place.file].filter(Boolean).join(' · ')}`),
  ];
  return [
    ...wrapLine(head, columns, ' '.repeat(indent)),
    ...under(
      `${decision.effects.length > 0 ? 'the plan: ' : decision.kind === 'declared' ? 'would stand: ' : ''}${decision.short}`,
    ),
    ...(decision.say === decision.short ? [] : under(decision.say, 'dim')),
    ...verdict.checks.flatMap((check) => checkLines(check, decision, under, columns)),
    ...[...new Set(verdict.unknowns.map(({ what, why }) => `not known: ${what}, ${why}`))].flatMap((text) =>
      under(text, 'dim'),
    ),
    [],
  ];
}

function checkLines(
  check: CheckVerdict,
  { carriers, byPlan }: StandingDecision,
  under: (text: string, look?: 'dim' | 'yellow') => readonly Line[],
  columns: number,
): readonly Line[] {
  const ruled = { breach: 'violates', unknown: 'may violate', permitted: 'permitted' }[check.ruling];
  const since = byPlan === undefined || byPlan.includes(check.id) ? '' : ', as it stands already';
  const rules = carriers[check.id] ?? [];
  const more = rules.length > 4 ? ` and ${rules.length - 4} more` : '';
  const head: Line = [
    ' '.repeat(indent),
    `${ruled} `,
    as('bold', check.id),
    as('dim', ` ${check.at} · ${check.severity}${since}`),
  ];
  return [
    ...wrapLine(head, columns, ' '.repeat(indent)),
    ...under(`"${check.say}"`),
    ...(check.excusedBy === null ? [] : under(`by ${check.excusedBy}`)),
    ...(rules.length === 0 ? [] : under(`by ${rules.slice(0, 4).join(', ')}${more}`, 'dim')),
  ];
}

function misreadLines(misread: JudgedFiles['misread'], columns: number): readonly Line[] {
  if (misread.length === 0) return [];
  const lines = misread.slice(0, 10).flatMap(({ file, reason }) => wrap(`${file}: ${reason}`, columns - 2, '  '));
  const more = misread.length > 10 ? [`… and ${grouped(misread.length - 10)} more (--json lists them)`] : [];
  return [
    [as('yellow', `${counted(misread.length, 'part')} not understood: taken to be anything`)],
    ...[...lines, ...more].map((line): Line => ['  ', line]),
    [],
  ];
}

function billLines({ rulings, owed, digest }: JudgedFiles, files: number, columns: number): readonly Line[] {
  const { judged, breach, unknown, permitted, clear } = rulings;
  const open = severities.reduce((sum, severity) => sum + unknown[severity], 0);
  const told: Piece[] = [
    as('bold', `${counted(judged + owed, 'group')} in ${counted(files, 'file')}`),
    ...severities
      .toReversed()
      .filter((severity) => breach[severity] > 0)
      .map((severity) => as(verdictLook({ ruling: 'breach', severity }), `${grouped(breach[severity])} ${severity}`)),
    ...(open === 0 ? [] : [`${grouped(open)} unknown`]),
    ...(owed === 0 ? [] : [`${grouped(owed)} in the backlog`]),
    `${grouped(permitted)} permitted`,
    `${grouped(clear)} clear`,
  ];
  const line = told.flatMap((each, at): Piece[] => (at === 0 ? [each] : [' · ', each]));
  const policy = as('dim', `policy ${digest.replace('sha256:', '').slice(0, 12)}`);
  const whole = wrapLine([...line, ' · ', policy], columns);
  return whole.length === 1 ? whole : [...wrapLine(line, columns), [policy]];
}
