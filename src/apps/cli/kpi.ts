import { writeInstant } from '../../core/leaf/instant.ts';
import { type Coverage, coverageOf, usualCritical } from '../../core/ledger/measure/coverage.ts';
import { type Grouping, groupings } from '../../core/ledger/measure/grouping.ts';
import type { KpiAsked } from '../../core/ledger/measure/kpi-fold.ts';
import type { KpiOutline } from '../../core/ledger/measure/kpi-outline.ts';
import { spreadOf } from '../../core/ledger/measure/spread.ts';
import { nearestWords } from '../../core/policy/shape/nearest-word.ts';
import { type LedgerMeasured, measureLedger } from '../../flow/live/measure-ledger.ts';
import { readEstateFile } from '../live/estate-file.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { formatOf, limitOf, writeRows } from './format/write-rows.ts';
import { shellPaths } from './hints.ts';
import { kpiColumns } from './kpi-columns.ts';
import { kpiDefinitions } from './kpi-definitions.ts';
import { kpiLines } from './kpi-lines.ts';
import { keptOf } from './ledger/kept-of.ts';
import { type LedgerForm, ledgerForm } from './ledger/ledger-form.ts';
import { openPolicy } from './open-policy.ts';
import type { Options } from './options.ts';
import { openSnapshot } from './read-archive.ts';
import { notice, print, type Terminal } from './screen.ts';
import { startTicker } from './ticker.ts';
import type { Run } from './verbs.ts';
import { whenOf } from './when.ts';

/** `kpi`: what leaders read of a ledger, with what each figure means. */
export const kpi: Run = async ([path = ''], options, terminal) => {
  const [format, limit] = [formatOf(options), limitOf(options)];
  const by = groupingsOf(options.by);
  const form = ledgerForm(path);
  if (form === null) throw new Complaint(`expected a ledger at \`${path}\`: a store, postgres://… or an export`);
  const judging = await openPolicy(options, terminal);
  const shown = options.snapshot === undefined ? null : openSnapshot(options.snapshot).perimeter.groups;
  const ticker = startTicker(terminal, 'entries');
  const measured = await measureLedger(
    () => keptOf(path, form),
    (outline) => askedOf(options, isOver(path, form), by, outline, terminal),
    ticker.tell,
  );
  ticker.clear();
  const { asked, heard, outline, parts } = measured;
  const critical = options.critical?.split(',').map((each) => each.trim()) ?? usualCritical;
  const coverage =
    judging === null
      ? null
      : coverageOf({
          ...{ groups: shown ?? measured.groups, heard, confirmed: outline.confirmed },
          ...{ policy: judging.policy, critical, now: asked.now },
        });
  if (outline.erased > 0)
    notice(terminal, `${counted(outline.erased, 'text')} erased by retention: what was said there is in no figure`);
  const said = shellPaths([path]);
  if (format === 'text') await print(terminal, kpiLines({ said, by, measured, coverage, critical, limit }, terminal));
  else
    await writeRows(terminal, format, {
      $schema: 'portcullis:kpi:1',
      head: headOf(said, by, measured, coverage),
      key: 'parts',
      rows: parts[0]!.slice(0, limit ?? undefined),
      columns: kpiColumns(by),
      headline: `Figures of ${said}`,
    });
  return outline.erased > 0 ? 3 : 0;
};

function headOf(
  ledger: string,
  by: readonly Grouping[],
  { asked, outline, parts }: LedgerMeasured,
  coverage: Coverage | null,
) {
  const { began, canaries, drills, ended, entries, erased, toldSince } = outline;
  const time = (at: number | null): string | null => (at === null ? null : writeInstant(at));
  return {
    ...{ ledger, entries, erased, began: time(began), ended: time(ended), toldSince: time(toldSince) },
    ...{ since: time(asked.since), until: time(asked.until), asOf: writeInstant(asked.now), by },
    drills: {
      ...{ n: drills.length, passed: drills.filter(({ passed }) => passed).length, canaries: [...canaries].sort() },
      detect: spreadOf(drills.flatMap(({ told }) => told ?? [])),
    },
    ...{ coverage, definitions: kpiDefinitions },
    actors: parts[1]!.map(({ of, figures: { changes, attempts, unauthorised } }) => ({
      ...{ actor: of.actor ?? null, changes, attempts, unauthorised: unauthorised.n },
    })),
  };
}

/** An export tells of the time when it was written, a demonstration of its own clock's. */
function isOver(path: string, form: LedgerForm): boolean {
  return form === 'export' || (form === 'store' && readEstateFile(path) !== null);
}

/** First what was asked for, then actors, then time for the bars. */
function askedOf(
  { at, since, until }: Options,
  over: boolean,
  by: readonly Grouping[],
  { began, ended }: KpiOutline,
  terminal: Terminal,
): KpiAsked {
  const now = terminal.now();
  const [from, to] = [
    since === undefined ? null : whenOf('--since', since, now),
    until === undefined ? null : whenOf('--until', until, now, 'last'),
  ];
  const span = (to ?? ended ?? now) - (from ?? began ?? now);
  const bars: Grouping = span <= 31 * day ? 'day' : span <= 40 * 7 * day ? 'week' : 'month';
  const then = over ? (ended ?? now) : Math.max(now, ended ?? now);
  return {
    ...{ since: from, until: to, by: [by, ['actor'], [bars]] },
    now: at === undefined ? then : whenOf('--at', at, now, 'last'),
  };
}

const day = 86_400_000;

function groupingsOf(text: string | undefined): readonly Grouping[] {
  if (text === undefined) return [];
  return [...new Set(text.split(',').map((each) => each.trim()))].map((name) => {
    const known = groupings.find((each) => each === (name === 'owner' ? 'team' : name));
    if (known !== undefined) return known;
    const [near] = nearestWords(name, groupings);
    throw new Complaint(
      `expected ${groupings.join(', ')} at \`--by\`, got \`${name}\`${near === undefined ? '' : `, did you mean \`${near}\``}`,
    );
  });
}
