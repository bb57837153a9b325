import type { Goal } from '../goals.ts';
import type { Memory, MemoryRow } from '../memory-bench.ts';

/** The goals on memory: M1, and that 3 GB take what 300 MB take. All compare peaks of whole processes. */
export function memoryGoals({ empty, rows }: Memory): readonly Goal[] {
  const small = rows[0];
  const single = rows.find(({ name }) => name.startsWith('one-'));
  const bySize = rows.filter((row) => row !== single);
  const near = (megabytes: number) => bySize.find(({ gzBytes }) => Math.abs(gzBytes / 1e6 / megabytes - 1) < 0.1);
  const [middle, large] = [near(300), near(3000)];
  return (['records', 'scan'] as const).flatMap((program) => {
    const of = (row: MemoryRow | undefined): number | null => row?.[program] ?? null;
    return [
      ...[...bySize].slice(-1).map((row) => ({
        id: 'M1',
        text: `peak over an empty Node in MB, ${row.name} (${said[program]})`,
        bar: { kind: 'at most', value: 40 } as const,
        measured: minus(of(row), empty),
      })),
      compare('M1', `peak at 300 MB / peak at 12 MB (${said[program]})`, of(middle), of(small), 1.25),
      compare('M1', `peak on one file of 50 MB raw / peak at 12 MB (${said[program]})`, of(single), of(small), 1.25),
      compare('M1', `peak at 3 GB / peak at 300 MB (${said[program]})`, of(large), of(middle), 1.2),
    ];
  });
}

const said = { records: 'records only', scan: 'scan' } as const;

function compare(id: string, text: string, above: number | null, below: number | null, limit: number): Goal {
  const measured = above === null || below === null ? null : above / below;
  return {
    id,
    text,
    bar: { kind: 'at most', value: limit },
    measured,
    ...(measured === null ? { note: 'size not asked for, or no GNU time' } : {}),
  };
}

function minus(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}
