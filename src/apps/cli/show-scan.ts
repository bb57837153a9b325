import type { Decision } from '../../core/plan/decision.ts';
import { severities } from '../../core/policy/scale.ts';
import type { Verdict } from '../../core/verdict/verdict.ts';
import { type Bill, startBill } from '../../flow/bill.ts';
import { shortestId } from '../../flow/explain.ts';
import type { Rulings } from '../../flow/rulings.ts';
import type { Filter } from '../../flow/select.ts';
import { selected } from '../../flow/select.ts';
import { Attempts } from './attempts.ts';
import { counted, grouped } from './counted.ts';
import { decisionTable } from './decision-table.ts';
import { nextLines, shellPaths } from './hints.ts';
import type { Reading } from './read-archive.ts';
import { as, type Line, print, type Terminal } from './screen.ts';
import { fitColumns, rowLine, titleLine, wrap } from './table.ts';
import { unreadableLines } from './tell-unreadable.ts';
import { verdictLook } from './verdict-text.ts';
import { wrapLine } from './wrap-line.ts';

/** What of a scan is shown to people. */
export interface Showing {
  readonly filter: Filter;
  readonly order: 'worst' | 'time';
  readonly limit: number;
  /** Attempts stand in the table, too. */
  readonly all: boolean;
  /** Paths and snapshot as they are typed, and the policy with them for the verbs that judge. */
  readonly archive: string;
  readonly reading: string;
  /** By which policy, and what its verdicts come to; `null` = nobody was asked. */
  readonly judged: { readonly digest: string; readonly rulings: Rulings } | null;
}

/** Lines that are laid out together: the first of them decide how wide the columns are. */
const page = 500;

/** Shows a scan: the table, the attempts, what could not be read, the bill, and what to type next. */
export async function showScan(terminal: Terminal, reading: Reading, showing: Showing): Promise<void> {
  const { filter, order, limit, all, judged } = showing;
  const { tally, spill } = reading;
  const years = [tally.first, tally.last].map((at) => new Date(at ?? 0).getUTCFullYear());
  const withYear = years[0] !== years[1];
  const lines = pagedTable(terminal, reading, { withYear, judged: judged !== null });
  const attempts = new Attempts();
  const bill = startBill();
  let [shown, rows, bounded, inside, unsure] = [0, 0, 0, 0, 0];
  const lacking = new Set<string>();
  for (const decision of selected(spill, order, filter)) {
    bill.add(decision);
    const objected = decision.verdict !== undefined && isObjected(decision.verdict);
    if (decision.call.result !== 'applied' && !all) {
      attempts.add(decision);
      if (!objected) continue;
    }
    if (judged !== null && !objected && !all) {
      inside++;
      continue;
    }
    if (decision.verdict?.ruling === 'unknown' && reading.snapshot === null && !all) {
      unsure++;
      for (const { what } of decision.verdict.unknowns) lacking.add(what);
      continue;
    }
    rows++;
    if (shown >= limit) continue;
    shown++;
    if (decision.basis !== 'exact') bounded++;
    await lines.add(decision);
  }
  await lines.end();
  const block = (told: readonly Line[]): readonly Line[] => (told.length === 0 ? [] : [[], ...told]);
  await print(terminal, [
    ...moreLines(rows - shown, order, judged !== null),
    ...unsureLines(unsure, lacking, terminal.columns),
    ...(inside === 0 ? [] : [[as('dim', `… ${grouped(inside)} inside policy not shown (--all shows them)`)]]),
    ...(bounded === 0 ? [] : [[as('dim', doubt)]]),
    ...block(attempts.lines(terminal.columns, withYear)),
    ...block(unreadableLines(reading.unreadable, tally.unreadable, 5)),
    ...block([
      ...billLines(reading, bill.bill(), terminal.columns),
      ...(judged === null ? [] : rulingLines(judged, terminal.columns)),
    ]),
    ...block(hintLines(terminal, reading, showing)),
  ]);
}

const doubt = '? = perhaps less: what was there before is not all known';

function isObjected({ ruling }: Verdict): boolean {
  return ruling === 'breach' || ruling === 'unknown';
}

function pagedTable(
  terminal: Terminal,
  { spill }: Reading,
  how: { readonly withYear: boolean; readonly judged: boolean },
) {
  const table = decisionTable({ withGroup: true, ...how, idOf: (id) => shortestId(spill, id) });
  let held: Decision[] = [];
  let widths: readonly number[] | null = null;
  const end = async (): Promise<void> => {
    const rows = held.map(table.row);
    held = [];
    const title = widths === null && rows.length > 0;
    const fitted = widths ?? fitColumns(table.columns, rows, terminal.columns);
    widths = fitted;
    await print(terminal, [
      ...(title ? [titleLine(table.columns, fitted)] : []),
      ...rows.map((row) => rowLine(row, fitted)),
    ]);
  };
  const add = async (decision: Decision): Promise<void> => {
    held.push(decision);
    if (held.length >= page) await end();
  };
  return { add, end };
}

function moreLines(more: number, order: Showing['order'], judged: boolean): readonly Line[] {
  if (more <= 0) return [];
  const rest = order === 'time' ? 'later' : judged ? 'less severe' : 'less exposed';
  return [[as('dim', `… ${grouped(more)} more, ${rest} (--all shows them)`)]];
}

/** Verdicts that could be either for want of a snapshot: one line, for they are many and alike. */
function unsureLines(unsure: number, lacking: ReadonlySet<string>, width: number): readonly Line[] {
  if (unsure === 0) return [];
  const told = `… ${counted(unsure, 'verdict')} could be either, for want of ${[...lacking].sort().join(', ')}: \`--snapshot\` would tell (--all shows them)`;
  return wrap(told, width).map((line): Line => [as('yellow', line)]);
}

/** The figures at the end of a scan. */
function billLines({ tally, files, millis }: Reading, bill: Bill, width: number): readonly Line[] {
  const acts =
    bill.net.acts > 0 ? `, ${counted(bill.net.acts, 'net act')} for ${grouped(bill.net.changes)} of them` : '';
  const seconds = millis < 9950 ? (millis / 1000).toFixed(1) : Math.round(millis / 1000);
  const period =
    bill.first === null
      ? 'none is what was asked for'
      : bill.first.slice(0, 10) === bill.last!.slice(0, 10)
        ? bill.first.slice(0, 10)
        : `${bill.first.slice(0, 10)} to ${bill.last!.slice(0, 10)}`;
  const applied = bill.decisions - bill.attempts + bill.net.changes - bill.net.acts;
  const read = `${counted(files, 'file')}, ${counted(tally.records, 'record')} of watched calls`;
  const where = `${counted(bill.accounts.length, 'account')}, ${counted(bill.regions.length, 'region')}, ${counted(bill.groups, 'group')}`;
  return [
    ...wrapLine(
      [
        as('bold', `${counted(applied, 'change')}${acts}`),
        ` · ${counted(bill.attempts, 'attempt')} · ${counted(tally.copies, 'copy', 'copies')} · `,
        tally.unreadable > 0 ? as('yellow', `${grouped(tally.unreadable)} unreadable`) : '0 unreadable',
      ],
      width,
    ),
    ...wrap(`${read} · ${where} · ${period} · ${seconds} s`, width).map((line): Line => [as('dim', line)]),
  ];
}

/** What the policy said, worst first, and which policy it was. */
function rulingLines({ digest, rulings }: NonNullable<Showing['judged']>, width: number): readonly Line[] {
  const { breach, unknown, permitted, clear, otherTime } = rulings;
  const worst = severities.toReversed().filter((severity) => breach[severity] > 0);
  const open = severities.reduce((sum, severity) => sum + unknown[severity], 0);
  const told = [
    ...worst.map((severity) =>
      as(verdictLook({ ruling: 'breach', severity }), `${grouped(breach[severity])} ${severity}`),
    ),
    ...(open === 0 ? [] : [`${grouped(open)} unknown`]),
    `${grouped(permitted)} permitted`,
    `${grouped(clear)} clear`,
    ...(otherTime === 0 ? [] : [`${grouped(otherTime)} by facts of another time`]),
  ];
  const line = told.flatMap((each, at) => (at === 0 ? [each] : [' · ', each]));
  const policy = as('dim', `policy ${digest.replace('sha256:', '').slice(0, 12)}`);
  const whole = wrapLine([...line, ' · ', policy], width);
  return whole.length === 1 ? whole : [...wrapLine(line, width), [policy]];
}

function hintLines(terminal: Terminal, { spill }: Reading, { filter, archive, reading }: Showing): readonly Line[] {
  for (const worst of selected(spill, 'worst', filter)) {
    if (worst.call.result !== 'applied') continue;
    const group = worst.on.kind === 'group' ? (worst.on.id ?? worst.on.name) : null;
    return nextLines(terminal, [
      [`explain ${shortestId(spill, worst.id)} ${archive}`, 'the worst one, in plain words'],
      [`exposed ${archive}`, 'what stands open now'],
      ...(group === null ? [] : [[`log ${shellPaths([group])} ${reading}`, 'the history of its group'] as const]),
    ]);
  }
  return [];
}
