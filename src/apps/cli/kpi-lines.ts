import { sayLength } from '../../core/alert/say-time.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Coverage } from '../../core/ledger/measure/coverage.ts';
import type { Grouping } from '../../core/ledger/measure/grouping.ts';
import type { KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import { type KpiFigures, noFigures } from '../../core/ledger/measure/kpi-sums.ts';
import { type Spread, spreadOf } from '../../core/ledger/measure/spread.ts';
import type { LedgerMeasured } from '../../flow/live/measure-ledger.ts';
import { counted, grouped } from './counted.ts';
import { kpiDefinitions } from './kpi-definitions.ts';
import { timeParts } from './kpi-periods.ts';
import { as, type Line, type Terminal } from './screen.ts';
import { sparkLine } from './spark-line.ts';
import { tableLines, wrap } from './table.ts';
import { sayTime } from './when.ts';

/** What is printed of a measured ledger. */
export interface KpiShown {
  readonly said: string;
  readonly by: readonly Grouping[];
  readonly measured: LedgerMeasured;
  /** `null`: no policy says which groups are critical. */
  readonly coverage: Coverage | null;
  readonly critical: readonly string[];
  readonly limit: number | null;
}

/** The figures of a ledger as lines: all of it, or a table of its parts; then trends, actors and what the figures mean. */
export function kpiLines(shown: KpiShown, { columns }: Pick<Terminal, 'columns'>): readonly Line[] {
  const { by, measured, limit } = shown;
  const [parts = [], actors = [], periods = []] = measured.parts;
  const most = limit ?? 40;
  const body = by.length === 0 ? figureLines(parts[0]?.figures ?? noFigures) : partLines(parts, by, most, columns);
  const told = [...aboutLines(shown), [], ...body, ...coverageLines(shown, Math.min(most, 20))];
  return [
    ...told.flatMap((each) => folded(each, columns)),
    ...trendLines(periods, measured.asked.by[2]![0]!, columns),
    ...(by.includes('actor') ? [] : actorLines(actors, columns)),
    [],
    [as('bold', 'What the figures mean')],
    ...Object.entries(kpiDefinitions).flatMap(([name, text]) =>
      wrap(text, columns - 16).map(
        (line, at): Line => ['  ', as('bold', (at === 0 ? name : '').padEnd(14)), as('dim', line)],
      ),
    ),
  ];
}

function aboutLines({ said, measured: { asked, outline } }: KpiShown): readonly Line[] {
  const { began, drills, ended, entries } = outline;
  const time = (at: number | null): string => (at === null ? '-' : sayTime(writeInstant(at)));
  const passed = drills.filter(({ passed: isPassed }) => isPassed).length;
  const { n: heard, p50 } = spreadOf(drills.flatMap(({ told }) => told ?? []));
  const detected = heard === 0 ? '' : ` (people were told after ${sayLength(p50!)}, p50)`;
  const drilled = drills.length === 0 ? 'no drill' : `${counted(drills.length, 'drill')}, ${passed} passed${detected}`;
  return [
    [as('bold', 'Ledger        '), `${said}: ${counted(entries, 'entry', 'entries')}, ${drilled}`],
    [
      as('bold', 'Of            '),
      `${time(asked.since ?? began)} to ${time(asked.until ?? ended)}, what is open as of ${time(asked.now)} UTC`,
    ],
  ];
}

/** All in one: a line for each figure, and what is not in it beside it. */
function figureLines(figures: KpiFigures): readonly Line[] {
  const { alerts, attempts, changes, detect, exposure, remediate, revised, unauthorised, verdicts, work } = figures;
  const { ended } = remediate;
  return [
    line(
      'Changes',
      `${grouped(changes)}: ${list([
        [verdicts.clear, 'clear'],
        [verdicts.permitted, 'permitted'],
        [verdicts.unknown, 'unknown'],
        [verdicts.breach, 'outside policy'],
      ])}`,
    ),
    line(
      '',
      `${list([
        [attempts, 'refused by AWS'],
        [figures.own, 'of our own'],
        [figures.standing, 'found standing'],
        [revised, 'revised'],
        [figures.drills, 'by drills'],
      ])}`,
    ),
    line(
      'Unauthorised',
      `${counted(unauthorised.n, 'change')}: ${list((['critical', 'high', 'medium', 'low'] as const).map((each) => [unauthorised[each], each]))}; ${counted(unauthorised.attempts, 'refused attempt')}`,
    ),
    line('Detect', spread(detect.all)),
    line('  AWS', spread(detect.aws)),
    line('  ours', spread(detect.ours)),
    line(
      '',
      `not measured: ${list([
        [detect.joined, 'added to a message that was out'],
        [detect.kept, 'not told at once'],
        [detect.backfilled, 'from an archive'],
        [detect.unrecorded, 'without a record'],
      ])}${detect.decided === 0 ? '' : `; ${grouped(detect.decided)} measured to the decision`}`,
    ),
    line('Remediate', spread(remediate.all)),
    line('  ours', spread(remediate.ours)),
    line('  approved', spread(remediate.approved)),
    line('  people', spread(remediate.people)),
    line('  accepted', spread(remediate.accepted)),
    line(
      '',
      `not measured: ${list([
        [remediate.kept, 'ended untold'],
        [ended.lapsed, 'lapsed'],
        [ended.withdrawn, 'turned out to be none'],
      ])}`,
    ),
    line(
      'Open',
      remediate.open.n === 0
        ? 'no incident'
        : `${counted(remediate.open.n, 'incident')}, the oldest ${sayLength(remediate.open.most!)}, half of them ${sayLength(remediate.open.p50!)} or less`,
    ),
    line(
      'Exposure',
      `${hours(exposure.hours)} over ${counted(exposure.openings, 'opening')} that are closed; ${exposure.open === 0 ? 'none stands' : `${counted(exposure.open, 'opening')} that stand${exposure.open === 1 ? 's' : ''}: ${hours(exposure.openHours)} so far`}${exposure.longest === null ? '' : `; the longest ${sayLength(exposure.longest)}`}`,
    ),
    line(
      'Alerts',
      `${counted(alerts.messages, 'message')}, ${percent(alerts.actedOn, alerts.messages)} acted on; ${alerts.answered === 0 ? 'nobody said whether they were noise' : `noise in ${alerts.noise} of ${counted(alerts.answered, 'answer')}`}; ${grouped(alerts.kept)} kept back`,
    ),
    line(
      'Work',
      `${counted(work.judged, 'call')} judged and ${counted(work.endedByUs, 'incident')} ended with nobody asked`,
    ),
  ];
}

function partLines(parts: readonly KpiPart[], by: readonly Grouping[], most: number, width: number): readonly Line[] {
  const rows = parts
    .slice(0, most)
    .map(({ of, figures: { alerts, changes, detect, exposure, remediate, unauthorised } }) => [
      ...by.map((each) => ({ text: of[each] ?? '-' })),
      { text: grouped(changes) },
      { text: grouped(unauthorised.n) },
      { text: short(detect.all) },
      { text: short(remediate.all) },
      { text: grouped(remediate.open.n) },
      { text: hours(exposure.hours + exposure.openHours) },
      { text: percent(alerts.actedOn, alerts.messages) },
    ]);
  const titles = [
    ...by.map((each) => ({ title: each.toUpperCase(), least: 8 })),
    ...['CHANGES', 'OUTSIDE', 'DETECT p50/p95 n', 'REMEDIATE p50/p95 n', 'OPEN', 'EXPOSURE', 'ACTED ON'].map(
      (title) => ({
        title,
        least: 6,
      }),
    ),
  ];
  if (rows.length === 0) return [['nothing happened in that time']];
  return [
    ...tableLines(titles, rows, width),
    ...(parts.length > most ? [[as('dim', `… and ${grouped(parts.length - most)} more: \`--json\` has them`)]] : []),
  ];
}

function coverageLines({ coverage, critical }: KpiShown, most: number): readonly Line[] {
  const title = 'Coverage';
  if (coverage === null) return [line(title, 'expected a policy to say which groups are critical: `--policy <file>`')];
  const { covered, critical: all, gaps, groups } = coverage;
  return [
    line(
      title,
      `${percent(covered, all)}: ${grouped(covered)} of ${counted(all, 'critical group')} (${critical.join(', ')}, or of no known environment) among ${grouped(groups)}`,
    ),
    ...gaps
      .slice(0, most)
      .map(({ account, group, name, region, why }) =>
        line(
          '  gap',
          `${account ?? '-'} ${region ?? '-'} ${group}${name === null ? '' : ` ${name}`}: ${why.join('; ')}`,
        ),
      ),
    ...(gaps.length > most ? [line('', `… and ${grouped(gaps.length - most)} more gaps: \`--json\` has them`)] : []),
  ];
}

function trendLines(periods: readonly KpiPart[], by: Grouping, width: number): readonly Line[] {
  const all = timeParts(periods, by).slice(-(width - 40));
  if (all.length < 2) return [];
  const bars = (of: (figures: KpiFigures) => number | null) =>
    sparkLine(all.map(({ figures }) => (figures === null ? null : of(figures))));
  const most = (of: (figures: KpiFigures) => number | null): number =>
    Math.max(0, ...all.flatMap(({ figures }) => (figures === null ? [] : [of(figures) ?? 0])));
  const trend = (title: string, of: (figures: KpiFigures) => number | null, say: (most: number) => string): Line =>
    line(`  ${title}`, `${bars(of)}  at most ${say(most(of))}`);
  return [
    [],
    [as('bold', `By ${by}`), `  ${all[0]!.period} to ${all.at(-1)!.period}`],
    trend('changes', ({ changes }) => changes, grouped),
    trend('outside', ({ unauthorised }) => unauthorised.n, grouped),
    trend(
      'detect',
      ({ detect }) => detect.all.p95,
      (each) => `${sayLength(each)} (p95)`,
    ),
    trend(
      'remediate',
      ({ remediate }) => remediate.all.p95,
      (each) => `${sayLength(each)} (p95)`,
    ),
    trend('exposure', ({ exposure }) => exposure.hours + exposure.openHours, hours),
  ];
}

function actorLines(actors: readonly KpiPart[], width: number): readonly Line[] {
  const some = actors
    .filter(({ of, figures }) => of.actor !== null && figures.unauthorised.n + figures.unauthorised.attempts > 0)
    .sort((a, b) => b.figures.unauthorised.n - a.figures.unauthorised.n)
    .slice(0, 10);
  if (some.length === 0) return [];
  const rows = some.map(({ of, figures: { attempts, changes, unauthorised } }) => [
    { text: of.actor ?? '-' },
    { text: grouped(unauthorised.n) },
    { text: grouped(changes) },
    { text: grouped(attempts) },
  ]);
  const titles = [
    { title: 'WHERE EXPLAINING HELPS MOST', least: 20 },
    { title: 'OUTSIDE POLICY', least: 7 },
    { title: 'CHANGES', least: 7 },
    { title: 'REFUSED', least: 7 },
  ];
  return [[], ...tableLines(titles, rows, width)];
}

function line(title: string, text: string): Line {
  return [as('bold', title.padEnd(14)), text];
}

/** A line of a title and a text, in as many lines as the width asks for. */
function folded([title, text, ...rest]: Line, width: number): readonly Line[] {
  if (typeof text !== 'string' || rest.length > 0 || text.length <= width - 14)
    return [[title ?? '', ...(text === undefined ? [] : [text]), ...rest]];
  return wrap(text, width - 14).map((each, at): Line => [at === 0 ? title! : ' '.repeat(14), each]);
}

function spread({ mean, most, n, p50, p95 }: Spread): string {
  if (n === 0) return 'nothing measured';
  return `n ${grouped(n)}, mean ${sayLength(mean!)}, p50 ${sayLength(p50!)}, p95 ${sayLength(p95!)}, at most ${sayLength(most!)}`;
}

function short({ n, p50, p95 }: Spread): string {
  return n === 0 ? '-' : `${sayLength(p50!)} / ${sayLength(p95!)}  ${grouped(n)}`;
}

function hours(count: number): string {
  return `${count.toFixed(count < 10 ? 2 : count < 100 ? 1 : 0)} h`;
}

function percent(part: number, of: number): string {
  return of === 0 ? '-' : `${Math.round((100 * part) / of)} %`;
}

function list(parts: readonly (readonly [number, string])[]): string {
  const some = parts.filter(([count]) => count > 0).map(([count, name]) => `${grouped(count)} ${name}`);
  return some.length === 0 ? 'none' : some.join(', ');
}
