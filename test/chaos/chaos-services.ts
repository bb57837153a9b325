import type { Email } from 'postal-mime';
import type { ChannelSettings } from '../../src/contracts/channel-settings.ts';
import { startSmtp } from '../channels/email/smtp-stand-in.ts';
import { type LoopbackHttp, listenLoopback, type Trouble } from '../channels/loopback-http.ts';
import { integrationKey, startPagerDuty } from '../channels/pagerduty-stand-in.ts';
import { slackStandIn, type Workspace } from '../channels/slack-stand-in.ts';
import { startTeams, workflowPath } from '../channels/teams-stand-in.ts';
import { hookPath, signingKey, startWebhook } from '../channels/webhook-stand-in.ts';

/** What a worker needs to know of the services: all of it can be written as JSON. */
export interface Reachable {
  readonly channels: readonly ChannelSettings[];
  readonly secrets: Readonly<Record<string, string>>;
  readonly places: Readonly<Partial<Record<'slack' | 'pagerduty' | 'teams', string>>>;
  readonly ca: string;
}

/** What a service made of what it was sent. */
export interface ServiceTally {
  /** The ids of what it shows: of messages, or of the first decision in them. */
  readonly shows: ReadonlySet<string>;
  /** How often it shows something that it shows already. */
  readonly twice: number;
  /** How often it took something and its answer was lost: who sent it cannot know. */
  readonly lost: number;
  readonly failed: number;
  readonly asked: number;
  readonly complaints: readonly string[];
}

/** Services of the loopback that fail so and so often, whichever way. */
export interface ChaosServices {
  readonly reachable: Reachable;
  tallies(): Readonly<Record<string, ServiceTally>>;
  /** From now on nothing fails. */
  calm(): void;
  close(): Promise<void>;
}

const workspace: Workspace = {
  ...{ token: 'xoxb-chaos', channel: 'C0CHAOS', webhook: '/services/T0/B0/chaos', mayRead: true },
};

interface Counted {
  lost: number;
  failed: number;
  asked: number;
}

/** Starts them. `share`: how many requests of a hundred fail; `chance` decides which. */
export async function startServices(share: number, chance: () => number): Promise<ChaosServices> {
  let failing = share / 100;
  const counts = new Map<string, Counted>();
  const meet = (name: string, http: LoopbackHttp): LoopbackHttp => {
    const count: Counted = { lost: 0, failed: 0, asked: 0 };
    counts.set(name, count);
    http.trouble = () => {
      count.asked++;
      if (chance() >= failing) return null;
      const trouble = troubles[Math.floor(chance() * troubles.length)]!;
      count.failed++;
      if (trouble.kind === 'lost') count.lost++;
      return trouble;
    };
    return http;
  };
  const [token, hook] = [slackStandIn(workspace), slackStandIn(workspace)];
  const slackToken = meet('slack.token', await listenLoopback(token.serve));
  const slackHook = meet('slack.hook', await listenLoopback(hook.serve));
  const [pagerDuty, teams, webhook] = await Promise.all([startPagerDuty(), startTeams(), startWebhook()]);
  meet('pager', pagerDuty.http);
  meet('teams', teams.http);
  meet('hook', webhook.http);
  const mailed: Counted = { lost: 0, failed: 0, asked: 0 };
  counts.set('mail', mailed);
  const smtp = await startSmtp({
    onMailFrom: (_, _session, answer) => {
      mailed.asked++;
      if (chance() >= failing) return void answer();
      mailed.failed++;
      answer(Object.assign(new Error('4.3.2 try again later'), { responseCode: 451 }));
    },
  });
  const none = { fallback: null } as const;
  const channels: readonly ChannelSettings[] = [
    { ...none, kind: 'slack', name: 'slack.token', secret: 'token', channel: workspace.channel },
    { ...none, kind: 'slack', name: 'slack.hook', secret: 'hook', channel: null },
    { ...none, kind: 'pagerduty', name: 'pager', secret: 'pager', region: 'us' },
    { ...none, kind: 'teams', name: 'teams', secret: 'teams' },
    {
      ...none,
      kind: 'webhook',
      name: 'hook',
      url: `${webhook.http.url}${hookPath}`,
      secret: 'key',
      format: 'ours',
      private: false,
    },
    { ...none, kind: 'smtp', name: 'mail', secret: 'smtp', from: 'portcullis@example.com', to: ['secops@example.com'] },
  ];
  const secrets = {
    ...{ token: workspace.token, hook: `${slackHook.url}${workspace.webhook}`, pager: integrationKey },
    ...{ teams: `${teams.http.url}${workflowPath}`, key: signingKey, smtp: smtp.url() },
  };
  const places = { slack: `${slackToken.url}/api/`, pagerduty: pagerDuty.http.url, teams: teams.http.url };
  return {
    reachable: { channels, secrets, places, ca: smtp.ca },
    tallies: () => {
      const of = (name: string, ids: readonly string[], complaints: readonly string[]): ServiceTally => {
        const shows = new Set(ids);
        return { shows, twice: ids.length - shows.size, ...counts.get(name)!, complaints: [...new Set(complaints)] };
      };
      const posted = token.messages.filter(({ threadTs }) => threadTs === null);
      return {
        'slack.token': of(
          'slack.token',
          posted.map(({ metadata }) => idIn(JSON.stringify(metadata), 'msg')),
          token.complaints,
        ),
        'slack.hook': of(
          'slack.hook',
          hook.shown.map((text) => idIn(text, 'chg')),
          hook.complaints,
        ),
        pager: of(
          'pager',
          [...pagerDuty.pages].map((text) => idIn(text, 'msg')),
          pagerDuty.complaints,
        ),
        teams: of(
          'teams',
          teams.shown.map((text) => idIn(text, 'chg')),
          teams.complaints,
        ),
        hook: of('hook', webhookFirsts(webhook.taken), webhook.complaints),
        mail: of('mail', mailFirsts(smtp.came.map(({ email }) => email)), smtp.complaints),
      };
    },
    calm: () => {
      failing = 0;
    },
    close: async () => {
      await Promise.all(
        [slackToken, slackHook, pagerDuty.http, teams.http, webhook.http, smtp].map((each) => each.close()),
      );
    },
  };
}

/** `lost` counts for what cannot be known; all else for what a client can tell. */
const troubles: readonly Trouble[] = [
  { kind: 'answer', reply: { status: 429, headers: { 'retry-after': '0.1' } } },
  { kind: 'answer', reply: { status: 503 } },
  { kind: 'hang' },
  { kind: 'reset' },
  { kind: 'lost' },
];

function idIn(text: string, kind: 'msg' | 'chg'): string {
  return new RegExp(`${kind}_[A-Za-z0-9]+`).exec(text)?.[0] ?? `none in ${text.slice(0, 80)}`;
}

/** Of a webhook's messages, merged by their ids, those that say what is new and do not say that they are a repetition. */
function webhookFirsts(taken: ReadonlyMap<string, Readonly<Record<string, unknown>>>): readonly string[] {
  const all = [...taken.values()].map(({ data, type }) => ({ type, ...(data as { id: string; repeated: boolean }) }));
  const first = all.filter(({ repeated, type }) => type === 'message.first' && !repeated).map(({ id }) => id);
  const known = new Set(first);
  const others = new Set(all.map(({ id }) => id).filter((id) => !known.has(id)));
  return [...first, ...others];
}

/** Of mails, merged by their ids, those that begin a thread. */
function mailFirsts(mails: readonly Pick<Email, 'messageId' | 'inReplyTo'>[]): readonly string[] {
  const first = mails.filter(({ inReplyTo }) => inReplyTo === undefined).map(({ messageId }) => messageId ?? '');
  return [...new Set(first)].map((id) => idIn(id, 'msg'));
}
