import { orderOptions } from '../options.ts';
import type { Verb } from '../verbs.ts';

/** The verbs by which people order something of us: what they do is written into a ledger. */
export const orderVerbs: readonly Verb[] = [
  {
    name: 'revert',
    args: '',
    say: 'undoes a change: `--plan` says what would be done, `--apply` has exactly this done',
    options: [
      { flags: '--plan <id>', say: 'what undoing this change would do; writes nothing' },
      { flags: '-o, --out <file>', say: 'keeps the plan in a file' },
      { flags: '--force', say: 'also over a file that is there' },
      { flags: '--apply <plan.json>', say: 'has such a plan carried out, if it is still the plan' },
      ...orderOptions,
    ],
    examples: [
      'revert --plan chg_7f3k --out plan.json --ledger portcullis.db',
      "revert --apply plan.json --reason 'not wanted' --ledger portcullis.db",
    ],
    load: async () => (await import('./revert.ts')).revert,
  },
  {
    name: 'undo',
    args: '<action>',
    say: 'gives back what an action of ours did, for a while',
    options: [{ flags: '--for <span>', say: 'how long it may stay so: 30m, 2h' }, ...orderOptions],
    examples: ["undo act_5q2x --reason 'vendor call' --for 2h --ledger portcullis.db"],
    load: async () => (await import('./undo.ts')).undo,
  },
  {
    name: 'allow',
    args: '<group>',
    say: 'permits one opening of a group for a while; it opens nothing by itself',
    options: [
      { flags: '--from <peer>', say: 'for whom: a CIDR, sg-… or pl-…' },
      { flags: '--port <port>', say: 'what: tcp/22, udp/5000-5100' },
      { flags: '--for <span>', say: 'how long: 30m, 2h' },
      { flags: '--whom <person>', say: 'who wants it, where that is not who says so' },
      ...orderOptions,
    ],
    examples: [
      "allow prod-web --from 203.0.113.9/32 --port tcp/22 --for 2h --reason 'look at a log' --ledger portcullis.db",
    ],
    load: async () => (await import('./allow.ts')).allow,
  },
  {
    name: 'approve',
    args: '<plan>',
    say: 'says yes to a plan that waits for people',
    options: orderOptions,
    examples: ['approve pln_4k7c --as carol@example.com --ledger portcullis.db'],
    load: async () => (await import('./answer.ts')).approve,
  },
  {
    name: 'deny',
    args: '<plan>',
    say: 'says no to it',
    options: orderOptions,
    examples: ['deny pln_4k7c --as carol@example.com --ledger portcullis.db'],
    load: async () => (await import('./answer.ts')).deny,
  },
  {
    name: 'stop',
    args: '',
    say: 'the kill switch: no call of ours begins any more',
    options: orderOptions,
    examples: ["stop --reason 'migration tonight' --ledger portcullis.db"],
    load: async () => (await import('./stop.ts')).stop,
  },
  {
    name: 'resume',
    args: '',
    say: 'takes the kill switch back',
    options: orderOptions,
    examples: ['resume --ledger portcullis.db'],
    load: async () => (await import('./resume.ts')).resume,
  },
];
