import type { ArchiveReport, SizeReport } from '../archive-bench.ts';
import type { Outcome } from '../measure/in-rounds.ts';
import { figure, layColumns } from './columns.ts';

/** The tables of the archive part, as text. */
export function printArchive({ sizes, low, memory }: ArchiveReport): string {
  const peaks = memory.rows.map(({ name, gzBytes, rawBytes, files, records, scan }) => [
    name,
    figure(gzBytes / 1e6),
    figure(rawBytes / 1e6),
    String(files),
    figure(records),
    figure(scan),
  ]);
  return [
    ...[...sizes, low].flatMap(printSize),
    `Peak memory, MB, 1 thread, both tiers (median of 3; an empty Node: ${figure(memory.empty)})`,
    layColumns(['archive', 'gz MB', 'raw MB', 'files', 'records only', 'scan'], peaks),
  ].join('\n\n');
}

function printSize({ name, truth, outcomes }: SizeReport): readonly string[] {
  const { gzBytes, rawBytes, records, files, tiers } = truth;
  const head = `Archive ${name}: ${figure(gzBytes / 1e6)} MB gz, ${figure(rawBytes / 1e6)} MB raw, ${files} files, ${records} records, ${tiers.perimeter.count} perimeter, ${tiers.both.count} with attachments`;
  const groups = (['in process', 'whole process'] as const).map((where) =>
    outcomes.filter((outcome) => outcome.where === where),
  );
  return [head, ...groups.filter((group) => group.length > 0).map((group) => printGroup(group, records))];
}

function printGroup(group: readonly Outcome[], records: number): string {
  const ours = (tier: string | null) => {
    const id = group[0]!.where === 'in process' ? 'ours-1' : 'extract-1';
    return group.find((outcome) => outcome.id === (tier === 'both' ? `${id}-both` : id))?.seconds ?? null;
  };
  const rows = group.map((outcome) => {
    const { name, tier, seconds, cpuSeconds, peakMb, others, found, runs, absent } = outcome;
    if (seconds === null) return [name, tier ?? '', '', '', '', '', '', '', `${absent ?? 'did not run'}`];
    const mine = ours(tier);
    return [
      name,
      tier ?? '',
      figure(seconds),
      figure(cpuSeconds),
      figure(peakMb),
      mine === null ? '-' : figure(seconds / mine),
      figure(records / seconds / 1000),
      figure(others),
      `${sayFound(found)}${absent === null ? '' : `; ${absent}`} (${runs})`,
    ];
  });
  const title = [group[0]!.where, 'tier', 'wall s', 'cpu s', 'peak MB', 'x ours', 'k rec/s', 'others', 'found (runs)'];
  const used = title.map((_, column) => rows.some((row) => row[column] !== '' && row[column] !== '-'));
  const [head, ...lines] = [title, ...rows].map((row) => row.filter((_, column) => used[column]));
  return layColumns(head!, lines);
}

function sayFound(found: Outcome['found']): string {
  switch (found.kind) {
    case 'right':
      return 'all, right';
    case 'right count':
      return 'right number';
    case 'wrong':
      return `WRONG: ${found.count}, not ${found.expected}`;
    case 'none':
      return '-';
  }
}
