import { openWebhook } from '../../src/channels/webhook/open-webhook.ts';
import type { WebhookSettings } from '../../src/contracts/channel-settings.ts';
import type { ChannelBench, OpenBench } from '../contracts/channel/channel-bench.ts';
import { fixedSecrets } from './fixed-secrets.ts';
import { byStatus } from './http-trouble.ts';
import type { LoopbackHttp } from './loopback-http.ts';
import { jiraSecret, startJira } from './webhook-jira-stand-in.ts';
import { servicenowSecret, startServiceNow } from './webhook-servicenow-stand-in.ts';

const reference = '$' + '{env:DESK_TOKEN}';

/** Settings of a channel that keeps tickets at `url`. */
export function deskSettings(format: 'jira' | 'servicenow', url: string): WebhookSettings {
  return { kind: 'webhook', name: `webhook.${format}`, fallback: null, format, url, secret: reference, private: false };
}

/** Opens a desk on a service that stands here. */
export function openDesk(format: 'jira' | 'servicenow', url: string, secret: string) {
  return openWebhook(deskSettings(format, url), { secrets: fixedSecrets({ [reference]: secret }), guard: 'loopback' });
}

/** The address of the issues of a project. */
export const jiraUrl = (http: LoopbackHttp) => `${http.url}/rest/api/3/issue?project=SEC&type=Task`;

const withoutSecret = (format: 'jira' | 'servicenow'): NonNullable<ChannelBench['withoutSecret']> => {
  const url = format === 'jira' ? 'https://shop.example/rest/api/3/issue?project=SEC' : 'https://shop.example/';
  return (why) =>
    openWebhook(deskSettings(format, url), { secrets: fixedSecrets({ [reference]: why }), guard: 'public' });
};

/** Jira in the contract of channels. */
export const jiraBench: ChannelBench = {
  open: async (): Promise<OpenBench> => {
    const { http, issues, shown, complaints } = await startJira();
    return {
      channel: openDesk('jira', jiraUrl(http), jiraSecret),
      shown: () => shown,
      standing: () => issues.size,
      complaints: () => complaints,
      fail: (trouble) => http.script(byStatus[trouble]),
      secrets: [jiraSecret, 'ATATT3xFfGF0-5ecret', Buffer.from(jiraSecret).toString('base64')],
      close: () => http.close(),
    };
  },
  withoutSecret: withoutSecret('jira'),
};

/** ServiceNow in the contract of channels. */
export const servicenowBench: ChannelBench = {
  open: async (): Promise<OpenBench> => {
    const { http, rows, shown, complaints } = await startServiceNow();
    return {
      channel: openDesk('servicenow', `${http.url}/`, servicenowSecret),
      shown: () => shown,
      standing: () => rows.size,
      complaints: () => complaints,
      fail: (trouble) => http.script(byStatus[trouble]),
      secrets: [servicenowSecret],
      close: () => http.close(),
    };
  },
  withoutSecret: withoutSecret('servicenow'),
};
