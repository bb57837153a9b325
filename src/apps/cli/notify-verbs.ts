import { orderOptions, outputOptions } from './options.ts';
import type { Verb } from './verbs.ts';

/** The verb about messages and the channels that carry them. */
export const notifyVerbs: readonly Verb[] = [
  {
    name: 'notify',
    args: '<what> [name]',
    say: 'test, dead, resend, confirm: whether channels take messages, what they did not take, who says that it arrives',
    options: [
      { flags: '--channel <name>', say: 'this channel only; test: also `owner:<name>`' },
      { flags: '--settings <file>', say: 'test: the settings of the server, whose policy counts' },
      ...orderOptions.filter(({ flags }) => !/^--(json|no-policy)/.test(flags)),
      ...outputOptions,
    ],
    examples: [
      'notify test',
      'notify test --channel slack.secops --json',
      'notify dead --ledger portcullis.db',
      'notify resend msg_7f3k --ledger portcullis.db',
      'notify confirm slack.secops --as carol@example.com --ledger portcullis.db',
    ],
    load: async () => (await import('./notify.ts')).notify,
  },
];
