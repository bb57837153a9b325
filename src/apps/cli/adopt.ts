import type { Perimeter } from '../../core/group/group.ts';
import type { Backlog, BacklogEntry } from '../../core/plan/backlog/backlog.ts';
import { type DueDays, makeBacklog } from '../../core/plan/backlog/make-backlog.ts';
import { writeBacklog } from '../../core/plan/backlog/write-backlog.ts';
import { type Severity, severities } from '../../core/policy/scale.ts';
import { judgePerimeter } from '../../flow/judge-perimeter.ts';
import { owe } from '../../flow/owe.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import { dueDaysOf } from './due-days.ts';
import { formatOf, limitOf } from './format/write-rows.ts';
import { nextLines, policyWords, shellPaths } from './hints.ts';
import { openPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { plainJson } from './plain-text.ts';
import { withArchive } from './read-archive.ts';
import { as, type Line, print, type Terminal } from './screen.ts';
import { type Cell, tableLines } from './table.ts';
import type { Run } from './verbs.ts';
import { verdictLook } from './verdict-text.ts';
import { sayWho } from './who.ts';
import { wrapLine } from './wrap-line.ts';
import { refuseToOverwrite, writeNewFile } from './write-new-file.ts';

/** Where the backlog is written unless told otherwise. */
const usualBacklog = 'portcullis-backlog.json';

/** Lines that are shown unless told otherwise. */
const usual = 20;

/**
 * `adopt`: judges what stands today and writes it down as a dated backlog with owners, so that from now on only what is
 * new or worse is a finding.
 */
export const adopt: Run = async ([file, ...archive], options, terminal) => {
  if (file === undefined)
    throw new Complaint(`\`adopt\` needs a snapshot, e.g. \`${terminal.command} adopt snapshot.json ./cloudtrail\``);
  const out = options.out ?? usualBacklog;
  const [days, limit, format] = [dueDaysOf(options.due), limitOf(options), formatOf(options)];
  refuseToOverwrite(out, options.force);
  const judging = await openPolicy(options, terminal, 'cis-starter@1');
  if (judging === null) throw new Complaint('`adopt` needs a policy: leave `--no-policy` out');
  const asking = { paths: archive, options: { ...options, snapshot: file }, terminal, decide: false };
  return await withArchive(asking, async ({ spill, snapshot, exitCode }) => {
    const decisions = judgePerimeter(snapshot!, judging, file);
    const owed = owe(decisions, { snapshot: snapshot!, spill, sayWho });
    const backlog = makeBacklog(owed, snapshot!.takenAt, judging.policy.digest, days);
    const text = plainJson(writeBacklog(backlog));
    if (out !== '-') writeNewFile(out, text);
    if (format !== 'text' || out === '-') await terminal.out(text);
    else
      await print(terminal, [
        ...backlogLines(backlog, limit ?? usual, terminal),
        ...billLines(backlog, snapshot!, days, out).flatMap((line) => wrapLine(line, terminal.columns, '  ')),
        ...hintLines(file, out, options, terminal),
      ]);
    return exitCode;
  });
};

function backlogLines({ entries }: Backlog, limit: number, terminal: Terminal): readonly Line[] {
  if (entries.length === 0) return [];
  const cells = entries
    .slice(0, limit)
    .map((entry): readonly Cell[] => [
      { text: entry.severity, as: verdictLook({ ruling: 'breach', severity: entry.severity }) },
      { text: entry.due },
      { text: entry.group.name ?? entry.group.id ?? '-', shorter: [entry.group.id ?? '-'] },
      { text: entry.check },
      { text: entry.rule ?? '-' },
      { text: sinceOf(entry), as: 'dim' },
      { text: entry.owner ?? '-' },
    ]);
  const columns = [
    { title: 'SEVERITY', least: 8 },
    { title: 'DUE', least: 10 },
    { title: 'GROUP', least: 8, most: 30 },
    { title: 'CHECK', least: 12, most: 34 },
    { title: 'RULE', least: 12, most: 40 },
    { title: 'SINCE', least: 6, most: 32 },
    { title: 'OWNER', least: 6, most: 20 },
  ];
  const rest = entries.length - limit;
  const more: Line = [
    as('dim', `… ${counted(rest, 'more entry', 'more entries')} (--limit ${entries.length} shows them)`),
  ];
  return [...tableLines(columns, cells, terminal.columns), ...(rest > 0 ? [more] : []), []];
}

function sinceOf({ since, by }: BacklogEntry): string {
  return since === null ? '-' : `${since.slice(0, 10)}${by === null ? '' : ` ${by}`}`;
}

function billLines({ entries, taken }: Backlog, { groups }: Perimeter, days: DueDays, out: string): readonly Line[] {
  const of = new Set(entries.map(({ group }) => group.id));
  const head: Line = [
    as(
      'bold',
      `${counted(entries.length, 'entry', 'entries')} of ${grouped(of.size)} of ${counted(groups.length, 'group')}`,
    ),
    ` written to ${out}`,
    as('dim', ` · as of ${taken}`),
  ];
  const due = (Object.keys(days) as Exclude<Severity, 'none'>[])
    .sort((a, b) => severities.indexOf(b) - severities.indexOf(a))
    .map((severity) => {
      const own = entries.filter((entry) => entry.severity === severity);
      return `${grouped(own.length)} ${severity} within ${counted(days[severity], 'day')}`;
    });
  const owners = Map.groupBy(entries, ({ owner }) => owner ?? 'nobody');
  const byOwner = [...owners]
    .sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1))
    .slice(0, 6)
    .map(([owner, own]) => `${owner} ${grouped(own.length)}`);
  return [
    head,
    [as('dim', `due: ${due.join(' · ')}`)],
    ...(entries.length === 0 ? [] : [[as('dim', `owners: ${byOwner.join(' · ')}${owners.size > 6 ? ' · …' : ''}`)]]),
  ];
}

function hintLines(file: string, out: string, options: Options, terminal: Terminal): readonly Line[] {
  const at = shellPaths([file]);
  const policies = policyWords(options)
    .map((word) => ` ${word}`)
    .join('');
  return [
    [],
    ...nextLines(terminal, [
      [`judge ${at} --backlog ${shellPaths([out])}${policies}`, 'only what is new or worse'],
      [`judge ${at}${policies}`, 'all of it, with the line of the policy'],
    ]),
  ];
}
