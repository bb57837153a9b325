import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const parts = ['archive', 'reach', 'verdicts', 'store', 'ledger', 'loop', 's3'] as const;

function isPart(text: string): text is (typeof parts)[number] {
  return (parts as readonly string[]).includes(text);
}

/** What the bench is asked for. */
export interface BenchOptions {
  readonly act: 'measure' | 'clean' | 'get peers' | 'help';
  /** Archives by megabytes of gzip. */
  readonly sizes: readonly number[];
  readonly only: (typeof parts)[number] | null;
  readonly rounds: number;
  /** Entries of the ledger that is measured. */
  readonly entries: number;
  /** Small sizes for the loop and for S3: enough to see that they work. */
  readonly quick: boolean;
  /** Wait for an idle machine before each run. */
  readonly idle: boolean;
  readonly json: boolean;
  /** Where archives and peers are kept between runs. */
  readonly home: string;
}

export const help = `Usage: npm run bench -- [options]

Measures this reader beside what a user would pick instead, on archives it makes, and says which goals are met.

  --size <MB,…>        archives by megabytes of gzip (60); the full run is 60,300,3000 and needs 4 GB of disk
  --only <part>        one part: archive, reach, verdicts or store; ledger, loop or s3 (long: only when asked for)
  --entries <n>        entries of that ledger (1000000)
  --quick              small sizes for loop and s3, in a minute; the full loop takes hours: a million records
  --rounds <n>         rounds; of each contender the fastest counts (3; above 1000 MB there is one)
  --idle               wait for an idle machine before each run, repeat runs that others disturbed
  --json               one JSON object
  --home <folder>      where archives and peers are kept
  --get-peers          install DuckDB there, with npm, and end
  --clean              remove all that is kept there, and end
`;

/** Reads the command line; throws with a sentence for the user. */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      size: text,
      only: text,
      rounds: text,
      entries: text,
      home: text,
      quick: flag,
      idle: flag,
      json: flag,
      clean: flag,
      'get-peers': flag,
      help: flag,
    },
  });
  const { only } = values;
  if (only !== undefined && !isPart(only)) {
    throw new Error(`expected one of ${parts.join(', ')} at \`--only\`, got \`${only}\``);
  }
  return {
    act: values.help ? 'help' : values.clean ? 'clean' : values['get-peers'] ? 'get peers' : 'measure',
    sizes: (values.size ?? '60').split(',').map((size) => readNumber(size, '--size')),
    only: only ?? null,
    rounds: readNumber(values.rounds ?? '3', '--rounds'),
    entries: readNumber(values.entries ?? '1000000', '--entries'),
    quick: values.quick,
    idle: values.idle,
    json: values.json,
    home: values.home ?? join(tmpdir(), 'portcullis-bench'),
  };
}

function readNumber(text: string, option: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`expected whole numbers from 1 at \`${option}\`, got \`${text}\``);
  return value;
}
