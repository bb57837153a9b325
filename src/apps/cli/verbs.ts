import { ledgerVerbs } from './ledger-verbs.ts';
import { notifyVerbs } from './notify-verbs.ts';
import {
  archiveOptions,
  awsOptions,
  backlogOption,
  choosingOptions,
  filterOptions,
  jsonOption,
  judgedOutputOptions,
  type OptionSpec,
  type Options,
  outOptions,
  outputOptions,
  policyOptions,
  readingOptions,
} from './options.ts';
import { orderVerbs } from './order/order-verbs.ts';
import type { Terminal } from './screen.ts';
import { serverVerbs } from './server-verbs.ts';

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
    say: 'what happened in the bundled example archive; `--live`: the live loop at work on a simulated AWS',
    options: [
      { flags: '--live', say: 'operators, an attacker, Terraform and a controller against a worker, as it happens' },
      { flags: '--ledger <file>', say: 'live: where its ledger is left (default: a new temporary folder)' },
      {
        flags: '--speed <n>',
        say: 'live: so many times faster than its clock (default: 120, without a terminal no waiting)',
      },
      { flags: '--json', say: 'live: what became of each scene, as one JSON object' },
    ],
    examples: ['demo', 'demo --live', 'demo --live --ledger demo.db'],
    load: async () => (await import('./demo.ts')).demo,
  },
  {
    name: 'scan',
    args: '<path...>',
    say: 'every change, worst first',
    options: [
      { flags: '--by <order>', say: 'worst (default) or time', choices: ['worst', 'time'] },
      { flags: '--all', say: 'every line, attempts too' },
      ...policyOptions,
      ...filterOptions,
      ...readingOptions,
      ...judgedOutputOptions,
    ],
    examples: [
      'scan ./cloudtrail',
      'scan ./cloudtrail --since 7d --account 111122223333',
      'scan aws --since 90d --regions eu-west-1',
      'scan s3://trails/AWSLogs --since 30d',
      'scan - --format ndjson < records.json',
    ],
    load: async () => (await import('./scan.ts')).scanVerb,
  },
  {
    name: 'explain',
    args: '<id> [path...]',
    say: 'one change in plain words',
    options: [
      ...choosingOptions,
      { flags: '--as-decided', say: 'of a ledger: the text of its entry, byte for byte' },
      ...archiveOptions,
    ],
    examples: ['explain chg_7f3k ./cloudtrail', 'explain chg_7f3k portcullis.db --as-decided'],
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
      ...policyOptions,
      backlogOption,
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
    name: 'policy',
    args: '<what> [files...]',
    say: 'validate, test, explain: whether a policy is sound, passes its tests, and what it means; schema for editors',
    options: [jsonOption],
    examples: ['policy validate portcullis.yaml', 'policy test org.yaml team.yaml', 'policy explain portcullis.yaml'],
    load: async () => (await import('./policy.ts')).policy,
  },
  {
    name: 'judge',
    args: '<file...>',
    say: 'what a policy says of a Terraform plan or state, a CloudFormation template, a snapshot or AWS Config',
    options: [
      ...policyOptions,
      backlogOption,
      { flags: '--at <time>', say: 'the time at which exceptions are looked at (default: now)' },
      { flags: '--all', say: 'every group, also those inside policy' },
      ...judgedOutputOptions,
    ],
    examples: ['judge plan.json', 'judge snapshot.json --policy portcullis.yaml --fail-on medium'],
    load: async () => (await import('./judge.ts')).judge,
  },
  {
    name: 'backtest',
    args: '<policy...>',
    say: 'what a policy would have told, paged and reverted over an archive, beside another one',
    options: [
      { flags: '--against <path>', say: 'an archive (default: the bundled example)', repeated: true },
      { flags: '--compare <policy>', say: 'the policy of now: what is different' },
      { flags: '--labels <file>', say: 'CSV of known incidents: which of them are caught' },
      { flags: '--rows <number>', say: 'the ids behind one of the numbers' },
      ...readingOptions,
      ...outputOptions.filter(({ flags }) => !flags.startsWith('--limit')),
    ],
    examples: [
      'backtest new.yaml --against ./cloudtrail',
      'backtest new.yaml --compare portcullis.yaml --against ./cloudtrail',
    ],
    load: async () => (await import('./backtest.ts')).backtestVerb,
  },
  {
    name: 'report',
    args: '<path...>',
    say: 'one HTML file of what happened, broke policy and still stands',
    options: [
      { flags: '-o, --out <file>', say: 'where it is written (default: report.html); `-` = standard output' },
      { flags: '--force', say: 'also over a file that is there' },
      { flags: '--title <text>', say: 'what stands above it' },
      { flags: '--at <time>', say: 'when it was made, to be said in it' },
      ...policyOptions,
      ...filterOptions,
      ...readingOptions,
    ],
    examples: ['report ./cloudtrail -o january.html'],
    load: async () => (await import('./report.ts')).report,
  },
  {
    name: 'baseline',
    args: '<what> [files...]',
    say: 'capture or import the rules that groups are meant to have, and compare them with what stands',
    options: [
      ...outOptions,
      ...filterOptions.filter(({ flags }) => /^--(account|region|group) /.test(flags)),
      { flags: '--all', say: 'compare: also groups that are as they should be' },
      jsonOption,
    ],
    examples: ['baseline capture snapshot.json --out edge.json', 'baseline compare edge.json snapshot.json'],
    load: async () => (await import('./baseline.ts')).baseline,
  },
  {
    name: 'init',
    args: '[path...]',
    say: 'a first policy, from what an archive shows',
    options: [...outOptions, ...readingOptions],
    examples: ['init ./cloudtrail', 'init ./cloudtrail --snapshot snapshot.json --out -'],
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'adopt',
    args: '<snapshot> [path...]',
    say: 'writes down what stands today, so that only new or worse is a finding',
    options: [
      ...outOptions,
      { flags: '--due <days>', say: 'days to close, by severity: critical=7,high=30,medium=90,low=180' },
      ...choosingOptions,
      ...readingOptions.filter(({ flags }) => !flags.startsWith('--snapshot')),
      jsonOption,
      { flags: '--limit <n>', say: 'at most so many lines' },
    ],
    examples: ['adopt snapshot.json ./cloudtrail'],
    load: async () => (await import('./adopt.ts')).adopt,
  },
  {
    name: 'snapshot',
    args: '',
    say: 'what stands in AWS now, in one file: groups, rules, prefix lists, interfaces; only reads',
    options: [...outOptions, ...awsOptions],
    examples: ['snapshot --out estate.json', 'snapshot --regions eu-west-1,us-east-1 --profile audit'],
    load: async () => (await import('./snapshot.ts')).snapshot,
  },
  {
    name: 'doctor',
    args: '',
    say: 'whether all that is needed is there: permissions, trails, queue, clock, store, policy; changes nothing',
    options: [
      ...awsOptions,
      ...choosingOptions,
      { flags: '--group <id>', say: 'the group that dry runs of what our roles do are tried on' },
      { flags: '--iam [features]', say: 'prints least-privilege policies instead: read,lookup-events,sqs,s3,revoke,…' },
      { flags: '--costs', say: 'prints what our own reads cost instead, and other ways beside it' },
      jsonOption,
    ],
    examples: ['doctor', 'doctor --settings server.yaml', 'doctor --iam read,lookup-events --regions eu-west-1'],
    load: async () => (await import('./doctor.ts')).doctor,
  },
  {
    name: 'verify',
    args: '<store-or-export>',
    say: 'proves that nothing in a ledger was changed, inserted, swapped or dropped',
    options: [
      {
        flags: '--anchor <shard:n:hash>',
        say: 'a head that was kept outside the store, to hold it against',
        repeated: true,
      },
      ...outputOptions,
    ],
    examples: ['verify portcullis.db', 'verify export.jsonl --anchor 0:1204:9f86d081…'],
    load: async () => (await import('./verify.ts')).verify,
  },
  ...ledgerVerbs,
  ...serverVerbs,
  ...orderVerbs,
  ...notifyVerbs,
  {
    name: 'schema',
    args: '[name]',
    say: 'the JSON Schema of what --json prints: decision, standing, scan, judge, kpi; of a snapshot, of the settings of a server',
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
