import type { StoreReport } from '../store-bench.ts';
import { layColumns } from './columns.ts';

/** The table of the store part, as text. */
export function printStore({ rows, bodyBytes }: StoreReport): string {
  const plain = new Map(rows.map(({ name, perSecond }) => [name, perSecond]));
  const cells = rows.map(({ name, perSecond, beside }) => {
    const peer = beside === null ? undefined : plain.get(beside);
    return [name, Math.round(perSecond).toString(), peer === undefined ? '' : (perSecond / peer).toFixed(2)];
  });
  return `Store (SQLite, every commit on the disk; bodies of ${bodyBytes} bytes)\n\n${layColumns(['operation', 'entries/s', 'x plain insert'], cells)}`;
}
