import { median, type Noise, rateOf } from './measure-noise.ts';

/** A line of the table: what was measured, and the weeks it was measured on. */
export interface NoiseLine {
  readonly say: string;
  readonly weeks: readonly Noise[];
}

/** The table of what policies cost in messages and what they catch, in Markdown. */
export function noiseTable(lines: readonly NoiseLine[]): string {
  const rows = lines.map(({ say, weeks }) => {
    const rates = weeks.map(rateOf);
    const sum = (of: (noise: Noise) => number): number => weeks.reduce((total, each) => total + of(each), 0);
    const [incidents, missed] = [sum((each) => each.incidents), sum((each) => each.missed.length)];
    const spread = weeks.length === 1 ? '' : ` (${Math.min(...rates).toFixed(1)} to ${Math.max(...rates).toFixed(1)})`;
    const cells = [
      say,
      sum((each) => each.changes),
      sum((each) => each.messages),
      `${median(rates).toFixed(1)}${spread}`,
      sum((each) => each.copies),
      `${incidents - missed}/${incidents}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| weeks and policy | changes | messages | per 100 changes, median | copies over channels | incidents caught |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
