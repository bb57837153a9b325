import type { Goal } from '../goals.ts';
import type { ReachReport } from '../reach-bench.ts';

/** The goals on reach, R2: the gain of a change, the old rules' reach being known, over parsing the record. */
export function reachGoals({ rows }: ReachReport): readonly Goal[] {
  const over = (id: string): number | null => {
    const [subject, parse] = [id, 'parse'].map((each) => rows.find((row) => row.id === each)?.micros);
    return subject === undefined || parse === undefined ? null : subject / parse;
  };
  return [
    {
      id: 'R2',
      text: 'gain of 3 rules against 60, IPv4 / JSON.parse',
      bar: { kind: 'at most', value: 0.25 },
      measured: over('v4-60'),
    },
    {
      id: 'R2',
      text: 'gain of 3 rules against 60, IPv6 / JSON.parse',
      bar: { kind: 'at most', value: 0.5 },
      measured: over('v6-60'),
    },
    {
      id: 'R2',
      text: 'gain of 10 rules against 1000, IPv4 / JSON.parse',
      bar: { kind: 'at most', value: 2 },
      measured: over('v4-1000'),
    },
  ];
}
