import type { Severity } from '../../core/policy/scale.ts';

/** An option as the command line declares it. */
export interface OptionSpec {
  readonly flags: string;
  readonly say: string;
  readonly choices?: readonly string[];
  /** It may be given several times; the answers are a list. */
  readonly repeated?: true;
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
  /** Policy files as layers; `false` = none. */
  readonly policy?: readonly string[] | false;
  readonly failOn?: Severity;
  readonly out?: string;
  readonly force?: boolean;
  readonly against?: readonly string[];
  readonly compare?: string;
  readonly labels?: string;
  readonly rows?: string;
  readonly backlog?: string;
  readonly due?: string;
  readonly title?: string;
  readonly anchor?: readonly string[];
  /** Of a ledger: the text of a decision as it was stored. */
  readonly asDecided?: boolean;
  readonly live?: boolean;
  readonly speed?: string;
  readonly ledger?: string;
  readonly plan?: string;
  readonly apply?: string;
  readonly reason?: string;
  readonly for?: string;
  readonly port?: string;
  readonly as?: string;
  readonly whom?: string;
  /** Of an incident that is resolved: whether it was worth telling. */
  readonly noise?: boolean;
  readonly worth?: boolean;
  /** Of messages. */
  readonly channel?: string;
  /** Of a drill. */
  readonly model?: boolean;
  readonly inject?: boolean;
  readonly on?: string;
  readonly timeout?: string;
  /** Of a mute. */
  readonly check?: string;
  readonly owner?: string;
  /** Of a server: its file of settings, and what flags set in place of it. */
  readonly settings?: string;
  readonly store?: string;
  readonly listen?: string;
  readonly logLevel?: string;
  readonly pretty?: boolean;
  readonly sqs?: readonly string[];
  readonly folder?: readonly string[];
  readonly lookup?: boolean;
  readonly stdin?: boolean;
  /** Which AWS is asked, and as whom. */
  readonly regions?: string;
  readonly profile?: string;
  /** Of `doctor`: for these features, or (`true`) for those in use. */
  readonly iam?: string | boolean;
  readonly costs?: boolean;
  /** Of `kpi`: environments whose groups are critical. */
  readonly critical?: string;
}

/** How an answer is printed. */
export type Format = 'text' | 'json' | 'ndjson' | 'csv' | 'md' | 'sarif';

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

/** Which AWS is asked, and as whom. */
export const awsOptions: readonly OptionSpec[] = [
  {
    flags: '--settings <file>',
    say: 'of AWS: accounts, regions and roles, as `serve` has them (default: your own account)',
  },
  { flags: '--regions <names>', say: 'of AWS: these regions, such as eu-west-1,us-east-1 (default: all in use)' },
  { flags: '--profile <name>', say: 'of AWS: the profile whose credentials are used' },
];

/** How the archive is read. */
export const readingOptions: readonly OptionSpec[] = [
  { flags: '--snapshot <file>', say: 'live state to start from: JSON of describe-security-groups with `takenAt`' },
  { flags: '--no-net', say: 'tell every change by itself, not the net effect of what belongs together' },
  { flags: '--no-attachments', say: 'leave out the calls that put groups on things' },
  { flags: '--threads <n>', say: 'worker threads (default: the processors there are, at most 4)' },
  { flags: '--no-cache', say: 'keep no index of the archive for the next run' },
  { flags: '--cache-dir <folder>', say: 'where that index is kept' },
  ...awsOptions,
];

/** By which policy it is judged. */
export const choosingOptions: readonly OptionSpec[] = [
  {
    flags: '--policy <file>',
    say: 'judge by this policy; several are layers, the last one wins (default: ./portcullis.yaml)',
    repeated: true,
  },
  { flags: '--no-policy', say: 'judge by no policy' },
];

/** The same, and what ends in exit code 2. */
export const policyOptions: readonly OptionSpec[] = [
  ...choosingOptions,
  {
    flags: '--fail-on <severity>',
    say: 'exit code 2 from this severity on (default: high)',
    choices: ['low', 'medium', 'high', 'critical'],
  },
];

export const backlogOption: OptionSpec = {
  flags: '--backlog <file>',
  say: 'what `adopt` wrote: only what is new or worse is a finding',
};

export const jsonOption: OptionSpec = { flags: '--json', say: 'the answer as one JSON object' };

/** Where a file is written that is the answer. */
export const outOptions: readonly OptionSpec[] = [
  { flags: '--out <file>', say: 'where it is written; `-` = standard output' },
  { flags: '--force', say: 'also over a file that is there' },
];

/** By whom, why and where something is ordered. */
export const orderOptions: readonly OptionSpec[] = [
  { flags: '--ledger <file>', say: 'the store to write to; of a demonstration the worker goes on at once' },
  { flags: '--reason <text>', say: 'why: it stands in the ledger' },
  { flags: '--as <person>', say: 'who says so (default: whoever is signed in here)' },
  ...choosingOptions,
  jsonOption,
];

/** How the answer is printed. */
export const outputOptions: readonly OptionSpec[] = [
  jsonOption,
  {
    flags: '--format <format>',
    say: 'text, json, ndjson (one object a line), csv or md',
    choices: ['text', 'json', 'ndjson', 'csv', 'md'],
  },
  { flags: '--limit <n>', say: 'at most so many lines' },
];

/** The same where there are verdicts to print. */
export const judgedOutputOptions: readonly OptionSpec[] = outputOptions.map((option) =>
  option.flags.startsWith('--format')
    ? { ...option, say: `${option.say}, or sarif`, choices: [...option.choices!, 'sarif'] }
    : option,
);

/** The options that every verb about an archive has. */
export const archiveOptions: readonly OptionSpec[] = [...filterOptions, ...readingOptions, ...outputOptions];
