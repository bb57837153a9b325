import { openSlack } from '../../../src/channels/slack/open-slack.ts';
import { fixedSecrets } from '../../channels/fixed-secrets.ts';
import { openSlackBench } from '../../channels/slack-bench.ts';
import { testChannelContract } from './channel-contract.ts';

const settings = { kind: 'slack', name: 'slack.secops', fallback: null, secret: 'kept', channel: 'C0123ABCD' } as const;

testChannelContract('Slack by an app’s token', {
  open: async () => await openSlackBench('token'),
  withoutSecret: (why) => openSlack(settings, { secrets: fixedSecrets({ kept: why }), guard: 'loopback' }),
});
testChannelContract('Slack by an app’s token that may not read the channel', {
  open: async () => await openSlackBench('token', { mayRead: false }),
});
testChannelContract('Slack by an incoming webhook', { open: async () => await openSlackBench('webhook') });
