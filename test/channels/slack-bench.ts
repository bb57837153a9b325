import { openSlack } from '../../src/channels/slack/open-slack.ts';
import type { ChannelTrouble, OpenBench } from '../contracts/channel/channel-bench.ts';
import { type FixedSecrets, fixedSecrets } from './fixed-secrets.ts';
import { type LoopbackHttp, listenLoopback, type Trouble } from './loopback-http.ts';
import { type SlackStandIn, slackStandIn, type Workspace } from './slack-stand-in.ts';

/** A bench of Slack, and what tests of it alone ask for. */
export interface SlackBench extends OpenBench {
  readonly slack: SlackStandIn;
  readonly server: LoopbackHttp;
  readonly kept: FixedSecrets;
}

/** Secrets of no workspace, which no text may hold. */
export const workspace: Workspace = {
  token: 'xoxb-planted-token',
  channel: 'C0123ABCD',
  webhook: '/services/T0PLANTED/B0PLANTED/planted',
  mayRead: true,
};

/** Opens Slack on a stand-in of its own, by the app's token or by a webhook. */
export async function openSlackBench(by: 'token' | 'webhook', also: Partial<Workspace> = {}): Promise<SlackBench> {
  const slack = slackStandIn({ ...workspace, ...also });
  const server = await listenLoopback(slack.serve);
  const secret = by === 'token' ? workspace.token : `${server.url}${workspace.webhook}`;
  const kept = fixedSecrets({ kept: secret });
  const channel = openSlack(
    {
      kind: 'slack',
      name: 'slack.secops',
      fallback: null,
      secret: 'kept',
      channel: by === 'token' ? workspace.channel : null,
    },
    { secrets: kept, guard: 'loopback', places: { slack: `${server.url}/api/` } },
  );
  return {
    ...{ channel, slack, server, kept },
    shown: () => slack.shown,
    standing: () => slack.messages.filter(({ threadTs }) => threadTs === null).length,
    complaints: () => slack.complaints,
    fail: (trouble) => server.script(troubleOf(trouble, by)),
    secrets: ['planted', 'T0PLANTED'],
    close: server.close,
  };
}

function troubleOf(trouble: ChannelTrouble, by: 'token' | 'webhook'): Trouble {
  const answer = (status: number, code: string, headers: Readonly<Record<string, string>> = {}): Trouble => {
    const body = by === 'token' ? JSON.stringify({ ok: false, error: code }) : code;
    return { kind: 'answer', reply: { status, headers, body } };
  };
  switch (trouble) {
    case 'busy':
      return answer(429, by === 'token' ? 'ratelimited' : 'rate_limited', { 'retry-after': '7' });
    case 'down':
      return { kind: 'answer', reply: { status: 503, body: '<html>planted</html>' } };
    case 'key':
      return by === 'token' ? answer(200, 'invalid_auth') : answer(403, 'invalid_token');
    case 'gone':
      return by === 'token' ? answer(200, 'channel_not_found') : answer(410, 'channel_is_archived');
    case 'reset':
    case 'lost':
    case 'hang':
    case 'slow':
      return { kind: trouble };
  }
}
