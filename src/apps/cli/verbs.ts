import { archiveOptions, type OptionSpec, type Options, outputOptions } from './options.ts';
import type { Terminal } from './screen.ts';

/** Does what a verb does, and answers the exit code. */
export type Run = (args: readonly string[], options: Options, terminal: Terminal) => Promise<number>;

/** A verb of the command line. Its code is loaded only when it is called. */
export interface Verb {
  readonly name: string;
  readonly args: string;
  readonly say: string;
  readonly options: readonly OptionSpec[];
  /** How it is used, below the program's name. */
  readonly examples: readonly string[];
  readonly load: () => Promise<Run>;
}

/** All verbs: the only list of them. Help and completion follow from it. */
export const verbs: readonly Verb[] = [
  {
    name: 'demo',
    args: '',
    say: 'what happened in the bundled example archive',
    options: [],
    examples: ['demo'],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'scan',
    args: '<path...>',
    say: 'every change, worst exposure first',
    options: [
      { flags: '--by <order>', say: 'worst (default) or time', choices: ['worst', 'time'] },
      { flags: '--all', say: 'every line, attempts too' },
      ...archiveOptions,
    ],
    examples: [
      'scan ./cloudtrail',
      'scan ./cloudtrail --since 7d --account 111122223333',
      'scan - --format ndjson < records.json',
    ],
    load: async () => (await import('./scan.ts')).scanVerb,
  },
  {
    name: 'explain',
    args: '<id> [path...]',
    say: 'one change in plain words',
    options: archiveOptions,
    examples: ['explain chg_7f3k ./cloudtrail'],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'exposed',
    args: '<path...>',
    say: 'what stands open to the Internet, or to another place: since when, by whom',
    options: [
      { flags: '--from <place>', say: 'internet (default), private, anywhere, a CIDR, sg-… or pl-…' },
      { flags: '--to <services>', say: 'these only: tcp/22,tcp/3000-3999,udp/53' },
      { flags: '--at <time>', say: 'as it stood at this time' },
      { flags: '--egress', say: 'what the groups can reach there, instead of what can reach them' },
      ...archiveOptions,
    ],
    examples: [
      'exposed ./cloudtrail',
      'exposed ./cloudtrail --to tcp/22,tcp/3389',
      'exposed ./cloudtrail --from 10.0.0.0/8 --at 2026-01-31',
    ],
    load: async () => (await import('./exposed.ts')).exposed,
  },
  {
    name: 'log',
    args: '<group> [path...]',
    say: 'the history of a group',
    options: archiveOptions,
    examples: ['log prod-web ./cloudtrail'],
    load: async () => (await import('./log.ts')).log,
  },
  {
    name: 'blame',
    args: '<group> [path...]',
    say: 'each standing rule of a group: who, when, how',
    options: archiveOptions,
    examples: ['blame sg-0123456789abcdef0 ./cloudtrail'],
    load: async () => (await import('./blame.ts')).blame,
  },
  {
    name: 'show',
    args: '<group[@time]> [path...]',
    say: 'a group as it stands, or stood',
    options: archiveOptions,
    examples: ['show prod-web ./cloudtrail', 'show prod-web@2026-01-31T09:14Z ./cloudtrail'],
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'diff',
    args: '<group> [times-and-paths...]',
    say: 'what is different in a group between two times (or changes)',
    options: archiveOptions,
    examples: ['diff prod-web 2026-01-25 2026-01-31 ./cloudtrail', 'diff prod-web chg_7f3k ./cloudtrail'],
    load: async () => (await import('./diff.ts')).diff,
  },
  {
    name: 'verify',
    args: '<store-or-export>',
    say: 'proves that nothing in a ledger was changed, inserted, swapped or dropped',
    options: [
      { flags: '--anchor <shard:n:hash...>', say: 'heads that were kept outside the store, to hold it against' },
      ...outputOptions,
    ],
    examples: ['verify portcullis.db', 'verify export.jsonl --anchor 0:1204:9f86d081…'],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'schema',
    args: '[name]',
    say: 'the JSON Schema of what --json prints: decision, scan, or of a snapshot',
    options: [],
    examples: ['schema decision'],
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'completion',
    args: '<shell>',
    say: 'a completion script for bash, zsh or fish',
    options: [],
    examples: ['completion bash >> ~/.bashrc'],
    load: async () => (await import('./completion.ts')).completion,
  },
];
