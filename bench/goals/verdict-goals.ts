import type { Goal } from '../goals.ts';
import type { VerdictReport } from '../verdict-bench.ts';

/** The goal on verdicts, R1: from a delivered record to its verdict, over parsing the record. */
export function verdictGoals({ rows }: VerdictReport): readonly Goal[] {
  const micros = (id: string) => rows.find((row) => row.id === id)!.micros;
  return [
    {
      id: 'R1',
      text: 'record to verdict, 60 rules, 30 checks / JSON.parse',
      bar: { kind: 'at most', value: 2 },
      measured: micros('verdict-30') / micros('parse'),
    },
  ];
}
