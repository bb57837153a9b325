import type { ArchiveReport, SizeReport } from '../archive-bench.ts';
import type { Goal } from '../goals.ts';
import type { Outcome } from '../measure/in-rounds.ts';

/** The goals on reading archives, A1 to A7, on the perimeter tier unless said; A1 to A3 at every size, the others at the largest that has them. */
export function archiveGoals({ sizes, low }: ArchiveReport): readonly Goal[] {
  return [
    ...[...sizes, low].flatMap(readingGoals),
    ...peerGoals(sizes),
    ...[...sizes].slice(-1).flatMap(scalingGoals),
    exactness([...sizes, low]),
  ];
}

function readingGoals(size: SizeReport): readonly Goal[] {
  const over = ratios(size);
  return [
    { id: 'A1', text: `time / gunzipSync loop, ${size.name}`, bar: atMost(1.15), measured: over('ours-1', 'gunzip') },
    { id: 'A2', text: `time / raw inflate floor, ${size.name}`, bar: atMost(1.95), measured: over('ours-1', 'floor') },
    { id: 'A3', text: `naive Node / ours, ${size.name}`, bar: atLeast(3.3), measured: over('naive', 'ours-1') },
  ].map((goal) => (goal.measured === null ? { ...goal, note: 'left out at this size' } : goal));
}

/** Compared as whole processes, one thread each. */
function peerGoals(sizes: readonly SizeReport[]): readonly Goal[] {
  const bars = [
    ['gzip', 'time / `gzip -dc`', atMost(0.45)],
    ['python', 'Python gzip + json / ours', atLeast(4)],
    ['jq', 'zcat | jq / ours', atLeast(8)],
    ['rg', '`rg -z -j1` / ours', atLeast(3)],
    ['duckdb-1', 'DuckDB, 1 thread / ours', atLeast(2)],
  ] as const;
  const programs = [
    ['extract-1', 'records only'],
    ['scan-1', 'scan'],
  ] as const;
  return bars.flatMap(([peer, text, bar]) =>
    programs.map(([ours, what]) => {
      const size = sizes.findLast((each) => timeOf(each, peer) !== null);
      const ratio =
        size === undefined ? null : bar.kind === 'at most' ? ratios(size)(ours, peer) : ratios(size)(peer, ours);
      const why = sizes[0] === undefined ? undefined : find(sizes[0], peer)?.absent;
      const said = `whole process, ${text} (${what})${size === undefined ? '' : `, ${size.name}`}`;
      return { id: 'A4', text: said, bar, measured: ratio, ...(ratio === null && why ? { note: why } : {}) };
    }),
  );
}

function scalingGoals(size: SizeReport): readonly Goal[] {
  const over = ratios(size);
  return [
    ['', size.name],
    ['-both', `both tiers, ${size.name}`],
  ].flatMap(([tier, where]) => [
    {
      id: 'A5',
      text: `1 thread / 2 threads, ${where}`,
      bar: atLeast(1.6),
      measured: over(`ours-1${tier}`, `ours-2${tier}`),
    },
    {
      id: 'A6',
      text: `first run / rerun from the sidecar, ${where}`,
      bar: atLeast(10),
      measured: over(`first${tier}`, `rerun${tier}`),
    },
  ]);
}

/** The fuzzing side of A7 is a test of the archive source; here every extraction is compared with what the generator wrote. */
function exactness(sizes: readonly SizeReport[]): Goal {
  const isOurs = ({ id }: Outcome): boolean => /^(ours|extract|scan|first|rerun)/.test(id);
  const all = sizes.flatMap((size) => size.outcomes.filter(isOurs));
  const wrong = all.filter(({ found }) => found.kind !== 'right' && found.kind !== 'right count');
  return {
    id: 'A7',
    text: `of ${all.length} readings of ours, those that differ from the truth`,
    bar: atMost(0),
    measured: wrong.length,
  };
}

function ratios(size: SizeReport): (above: string, below: string) => number | null {
  return (above, below) => {
    const [a, b] = [timeOf(size, above), timeOf(size, below)];
    return a === null || b === null ? null : a / b;
  };
}

function timeOf(size: SizeReport, id: string): number | null {
  return find(size, id)?.seconds ?? null;
}

function find({ outcomes }: SizeReport, id: string): Outcome | undefined {
  return outcomes.find((outcome) => outcome.id === id);
}

function atMost(value: number) {
  return { kind: 'at most', value } as const;
}

function atLeast(value: number) {
  return { kind: 'at least', value } as const;
}
