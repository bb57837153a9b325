import type { ReachReport } from '../reach-bench.ts';
import { figure, layColumns } from './columns.ts';

/** The table of the reach part, as text. */
export function printReach({ rows, recordBytes }: ReachReport): string {
  const parse = rows.find(({ id }) => id === 'parse')!.micros;
  const cells = rows.map(({ name, micros }) => [name, figure(micros), figure(micros / parse)]);
  return `Reach (the record as delivered: ${recordBytes} bytes)\n\n${layColumns(['operation', 'microseconds', 'x JSON.parse'], cells)}`;
}
