import type { VerdictReport } from '../verdict-bench.ts';
import { figure, layColumns } from './columns.ts';

/** The table of the verdict part, as text. */
export function printVerdicts({ rows, recordBytes, rulesOfGroup, perSecond }: VerdictReport): string {
  const parse = rows.find(({ id }) => id === 'parse')!.micros;
  const cells = rows.map(({ name, micros }) => [name, figure(micros), figure(micros / parse)]);
  const [few, many] = [perSecond.checks30, perSecond.checks200].map((count) => Math.round(count).toLocaleString('en'));
  return [
    `Verdicts (records as delivered: ${recordBytes} bytes; a group of ${rulesOfGroup} rules)`,
    layColumns(['operation', 'microseconds', 'x JSON.parse'], cells),
    `Whole decisions a second on one core: ${few} by 30 checks, ${many} by 200`,
  ].join('\n\n');
}
