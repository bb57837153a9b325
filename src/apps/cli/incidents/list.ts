import { sayLength } from '../../../core/alert/say-time.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import { listIncidents } from '../../../flow/live/attend/list-incidents.ts';
import type { IncidentView } from '../../../flow/live/attend/view-incident.ts';
import { openSince } from '../../../flow/live/watch/remind-task.ts';
import { counted } from '../counted.ts';
import type { CsvColumn } from '../format/csv.ts';
import { formatOf, limitOf, writeRows } from '../format/write-rows.ts';
import { nextLines, shellPaths } from '../hints.ts';
import { openToLook } from '../ledger/open-to-look.ts';
import type { Options } from '../options.ts';
import { as, type Line, print, type Style } from '../screen.ts';
import { type Cell, tableLines } from '../table.ts';
import type { Run } from '../verbs.ts';
import { verdictLook } from '../verdict-text.ts';

/** Incidents that are shown unless told otherwise. */
const usual = 50;

/** `incidents list`: what is open, the worst first, with how long, who sees to it, and how much time is left to do so. */
export const listVerb: Run = async ([path], options, terminal) => {
  const format = formatOf(options);
  const { ledger, store, now } = await openToLook(options.ledger ?? path, terminal.now());
  try {
    const all = await listIncidents(store, (each) => isWanted(each, options));
    const views = all.filter(({ incident, name }) => {
      const { group } = options;
      return group === undefined || group === incident.group || group === name;
    });
    const shown = views.slice(0, limitOf(options) ?? (format === 'text' ? usual : undefined));
    if (format !== 'text') {
      const head = { at: writeInstant(now), open: views.filter(({ incident }) => incident.closedAt === null).length };
      const rows = shown.map((view) => rowOf(view, now));
      await writeRows(terminal, format, { $schema: 'portcullis:incidents:1', head, key: 'incidents', rows, columns });
      return 0;
    }
    const rest = views.length - shown.length;
    await print(terminal, [
      ...(shown.length === 0
        ? [['nothing is open']]
        : tableLines(
            titles,
            shown.map((view) => cellsOf(view, now)),
            terminal.columns,
          )),
      ...(rest === 0 ? [] : [[as('dim', `… ${rest} more (--limit ${views.length} shows them)`)]]),
      [],
      ...footLines(shown, now),
      ...nextLines(terminal, hintsOf(shown[0]?.incident ?? null, shellPaths([ledger]))),
    ]);
    return 0;
  } finally {
    await store.close();
  }
};

function hintsOf(first: Incident | null, ledger: string): readonly (readonly [command: string, say: string])[] {
  if (first === null) return [];
  const id = first.id.slice(0, 12);
  const see = [`incidents show ${id} --ledger ${ledger}`, 'its story, step by step'] as const;
  const take = [`incidents acknowledge ${id} --ledger ${ledger}`, 'says that you see to it'] as const;
  return first.closedAt === null ? [see, take] : [see];
}

function isWanted({ closedAt, site }: Incident, { account, all, region }: Options): boolean {
  return (
    (all || closedAt === null) && (account ?? site.account) === site.account && (region ?? site.region) === site.region
  );
}

const titles = [
  { title: 'INCIDENT', least: 12 },
  { title: 'SEVERITY', least: 8 },
  { title: 'STATE', least: 12 },
  { title: 'GROUP', least: 12, weight: 1.3 },
  { title: 'WHAT', least: 16, weight: 2 },
  { title: 'SINCE', least: 6 },
  { title: 'ANSWER', least: 10 },
  { title: 'OWNER', least: 6 },
];

function cellsOf(view: IncidentView, now: number): readonly Cell[] {
  const { incident, name, owner, state } = view;
  const { closedAt, severity } = incident;
  return [
    { text: incident.id.slice(0, 12) },
    { text: severity, as: closedAt === null ? verdictLook({ ruling: 'breach', severity }) : 'dim' },
    { text: state, as: looks[state] },
    { text: name ?? incident.group, shorter: [incident.group] },
    { text: whatOf(view) },
    { text: sayLength((closedAt ?? now) - openSince(incident)) },
    answerCell(view, now),
    { text: owner ?? '-' },
  ];
}

const looks: Readonly<Record<IncidentView['state'], Style>> = {
  open: 'bold',
  acknowledged: 'cyan',
  closed: 'dim',
  accepted: 'green',
  resolved: 'dim',
  lapsed: 'dim',
};

/** What of it stands, or stood: tuples where there are any, and the checks that object. */
export function whatOf({ violations }: Pick<IncidentView, 'violations'>): string {
  const tuples = [...new Set(violations.flatMap(({ tuple }) => (tuple === '' ? [] : [tuple])))];
  const checks = [...new Set(violations.map(({ check }) => check))].join(', ');
  if (tuples.length === 0) return checks;
  const shown = tuples.length <= 2 ? tuples.join(', ') : `${tuples[0]} and ${tuples.length - 1} more`;
  return `${shown} (${checks})`;
}

function answerCell({ acknowledged, answerBy }: IncidentView, now: number): Cell {
  if (acknowledged !== null) return { text: acknowledged.by, as: 'cyan' };
  if (answerBy === null) return { text: '-' };
  return answerBy <= now
    ? { text: `overdue ${sayLength(now - answerBy)}`, as: 'red' }
    : { text: `${sayLength(answerBy - now)} left`, as: 'yellow' };
}

function footLines(views: readonly IncidentView[], now: number): readonly Line[] {
  const open = views.filter(({ incident }) => incident.closedAt === null);
  const late = open.filter(({ answerBy }) => answerBy !== null && answerBy <= now).length;
  const seen = open.filter(({ acknowledged }) => acknowledged !== null).length;
  if (open.length === 0) return [];
  return [[as('dim', `${counted(open.length, 'incident')} open, ${seen} acknowledged, ${late} overdue`)], []];
}

/** An incident as JSON has it. */
export function rowOf(
  { acknowledged, answerBy, environment, incident, name, owner, state, violations }: IncidentView,
  now: number,
) {
  const { closedAt, decisions, earlier, family, group, id, openedAt, resolved, severity, site } = incident;
  const timeOf = (at: number | null) => (at === null ? null : writeInstant(at));
  return {
    ...{ id, state, severity, family, account: site.account, region: site.region, group, name, owner, environment },
    ...{ openedAt: writeInstant(openedAt), since: writeInstant(openSince(incident)), closedAt: timeOf(closedAt) },
    openFor: (closedAt ?? now) - openSince(incident),
    acknowledged: acknowledged === null ? null : { by: acknowledged.by, at: writeInstant(acknowledged.at) },
    ...{ answerBy: timeOf(answerBy), overdue: answerBy !== null && answerBy <= now },
    resolved: resolved === undefined ? null : { ...resolved, at: writeInstant(resolved.at) },
    violations: violations.map(({ check, closedAt: end, openedAt: began, severity: bad, state: how, tuple }) => ({
      ...{ check, tuple: tuple === '' ? null : tuple, severity: bad, state: how },
      ...{ openedAt: writeInstant(began), closedAt: timeOf(end) },
    })),
    ...{ decisions, earlier },
  };
}

type Row = ReturnType<typeof rowOf>;

const columns: readonly CsvColumn<Row>[] = [
  { title: 'incident', of: ({ id }) => id },
  { title: 'severity', of: ({ severity }) => severity },
  { title: 'state', of: ({ state }) => state },
  { title: 'account', of: ({ account }) => account },
  { title: 'region', of: ({ region }) => region },
  { title: 'group', of: ({ group }) => group },
  { title: 'name', of: ({ name }) => name },
  { title: 'owner', of: ({ owner }) => owner },
  { title: 'what', of: ({ violations }) => violations.map(({ check, tuple }) => tuple ?? check).join('; ') },
  { title: 'since', of: ({ since }) => since },
  { title: 'closed_at', of: ({ closedAt }) => closedAt },
  { title: 'acknowledged_by', of: ({ acknowledged }) => acknowledged?.by ?? null },
  { title: 'answer_by', of: ({ answerBy }) => answerBy },
  { title: 'overdue', of: ({ overdue }) => overdue },
];
