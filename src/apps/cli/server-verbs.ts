import type { OptionSpec } from './options.ts';
import type { Verb } from './verbs.ts';

const settingOptions: readonly OptionSpec[] = [
  { flags: '--settings <file>', say: 'the settings of the server (its form: `schema server`)' },
  { flags: '--store <store>', say: 'where the ledger stands: a SQLite file, or postgres://…' },
  { flags: '--policy <file>', say: 'the policy; several are layers, the last one wins', repeated: true },
];

/** The verbs that run on and on. */
export const serverVerbs: readonly Verb[] = [
  {
    name: 'watch',
    args: '',
    say: 'every change as it comes, judged, in the terminal; it acts only where settings say so',
    options: [
      { flags: '--sqs <url>', say: 'a queue that EventBridge, SNS, S3 or CloudTrail fill', repeated: true },
      { flags: '--folder <folder>', say: 'a folder into which somebody writes records', repeated: true },
      { flags: '--lookup', say: 'Event history of the account that one is signed in to, by LookupEvents' },
      { flags: '--stdin', say: 'standard input, a record on each line' },
      { flags: '--region <names>', say: 'with --lookup: regions, a comma between them (default: AWS_REGION)' },
      ...settingOptions,
    ],
    examples: ['watch --lookup --region eu-west-1', 'watch --folder ./cloudtrail', 'watch --settings server.yaml'],
    load: async () => (await import('./watch.ts')).watch,
  },
  {
    name: 'serve',
    args: '',
    say: 'the live loop as a server: sources, sweeps, actions; health and metrics on loopback; a log on standard error',
    options: [
      ...settingOptions,
      { flags: '--listen <address>', say: 'where health and metrics are told (default: 127.0.0.1:8440), or `off`' },
      { flags: '--log-level <level>', say: 'error, warn, info or debug', choices: ['error', 'warn', 'info', 'debug'] },
      { flags: '--pretty', say: 'the log as lines for people, not as JSON' },
    ],
    examples: ['serve --settings server.yaml', 'serve --settings server.yaml --pretty'],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'drill',
    args: '[settings-or-ledger]',
    say: 'a harmless forbidden change on the canary, followed until people were told and it was taken back; names the link that breaks',
    options: [
      { flags: '--model', say: 'on a simulated AWS, offline: what a drill is' },
      {
        flags: '--on <group>',
        say: 'the canary (default: of the settings, else the group tagged `portcullis:canary`)',
      },
      { flags: '--account <id>', say: 'its account, and' },
      { flags: '--region <name>', say: 'its region, where neither settings nor ledger tell' },
      { flags: '--timeout <span>', say: 'how long its record may take (default: 15m)' },
      { flags: '--profile <name>', say: 'the AWS profile whose credentials open and close the canary' },
      ...settingOptions.filter(({ flags }) => /^--(settings|policy) /.test(flags)),
      { flags: '--json', say: 'how it went, as one JSON object' },
    ],
    examples: [
      'drill --model',
      'drill server.yaml',
      'drill portcullis.db --on sg-0123456789abcdef0 --policy portcullis.yaml',
    ],
    load: async () => (await import('./drill/drill.ts')).drill,
  },
];
