import type { Archive } from '../generate/generate-archive.ts';
import type { Tier } from '../generate/truth.ts';

/** What a run found: ids to compare with the truth, a count where it tells no ids, nothing where it only inflates. */
export type Answer =
  | { readonly kind: 'ids'; readonly ids: string[] }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'nothing' };

/** One run. `peakMb` is the largest resident set (10^6 bytes) of any process in it. Unknown figures are `null`. */
export interface Sample {
  readonly seconds: number;
  readonly cpuSeconds: number | null;
  readonly peakMb: number | null;
  readonly answer: Answer;
}

/** Something that reads an archive, ours or what a user would pick instead. */
export interface Contender {
  /** Short and fixed; goals refer to it. */
  readonly id: string;
  readonly name: string;
  /** In this process, warm, or as a whole process with its start. */
  readonly where: 'in process' | 'whole process';
  /** What it looks for; `null` when it only inflates. */
  readonly tier: Tier | null;
  /** Megabytes of gzip above which it is left out, because it would take many minutes. */
  readonly upTo: number;
  /** What is in the way of running it here, such as `not installed`. */
  readonly absent: string | null;
  /** Not timed. */
  readonly before?: (archive: Archive) => Promise<void>;
  readonly run: (archive: Archive) => Promise<Sample>;
}
