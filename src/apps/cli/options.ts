/** An option as the command line declares it. */
export interface OptionSpec {
  readonly flags: string;
  readonly say: string;
  readonly choices?: readonly string[];
}

/** What the options of all verbs come to; a verb has only those it declares. */
export interface Options {
  readonly since?: string;
  readonly until?: string;
  readonly account?: string;
  readonly region?: string;
  readonly group?: string;
  readonly actor?: string;
  readonly call?: string;
  readonly snapshot?: string;
  readonly json?: boolean;
  readonly format?: Format;
  readonly threads?: string;
  readonly cache?: boolean;
  readonly cacheDir?: string;
  readonly net?: boolean;
  readonly attachments?: boolean;
  readonly limit?: string;
  readonly by?: 'worst' | 'time';
  readonly all?: boolean;
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
  readonly egress?: boolean;
  readonly anchor?: readonly string[];
}

/** How an answer is printed. */
export type Format = 'text' | 'json' | 'ndjson' | 'csv';

/** Which changes are asked for. */
export const filterOptions: readonly OptionSpec[] = [
  { flags: '--since <time>', say: 'from this time on: 2026-01-31, 2026-01-31T09:14Z or an age such as 7d' },
  { flags: '--until <time>', say: 'up to this time; a date alone means its end' },
  { flags: '--account <id>', say: 'this account only' },
  { flags: '--region <name>', say: 'this region only' },
  { flags: '--group <group>', say: 'this group only: id, beginning of an id, or name' },
  { flags: '--actor <text>', say: 'part of the person, session, principal or source address' },
  { flags: '--call <name>', say: 'this CloudTrail call only' },
];

/** How the archive is read. */
export const readingOptions: readonly OptionSpec[] = [
  { flags: '--snapshot <file>', say: 'live state to start from: JSON of describe-security-groups with `takenAt`' },
  { flags: '--no-net', say: 'tell every change by itself, not the net effect of what belongs together' },
  { flags: '--no-attachments', say: 'leave out the calls that put groups on things' },
  { flags: '--threads <n>', say: 'worker threads (default: the processors there are, at most 4)' },
  { flags: '--no-cache', say: 'keep no index of the archive for the next run' },
  { flags: '--cache-dir <folder>', say: 'where that index is kept' },
];

/** How the answer is printed. */
export const outputOptions: readonly OptionSpec[] = [
  { flags: '--json', say: 'the answer as one JSON object' },
  {
    flags: '--format <format>',
    say: 'text, json, ndjson (one object a line) or csv',
    choices: ['text', 'json', 'ndjson', 'csv'],
  },
  { flags: '--limit <n>', say: 'at most so many lines' },
];

/** The options that every verb about an archive has. */
export const archiveOptions: readonly OptionSpec[] = [...filterOptions, ...readingOptions, ...outputOptions];
