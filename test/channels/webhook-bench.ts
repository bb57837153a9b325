import { openWebhook } from '../../src/channels/webhook/open-webhook.ts';
import type { WebhookSettings } from '../../src/contracts/channel-settings.ts';
import type { ChannelBench } from '../contracts/channel/channel-bench.ts';
import { fixedSecrets } from './fixed-secrets.ts';
import { byStatus } from './http-trouble.ts';
import { hookPath, signingKey, startWebhook } from './webhook-stand-in.ts';

/** A channel as a policy would name it. */
export const webhookSettings: WebhookSettings = {
  ...{ kind: 'webhook', name: 'webhook.siem', fallback: null, format: 'ours', private: false },
  url: '$' + '{env:HOOK_URL}',
  secret: '$' + '{env:HOOK_KEY}',
};

/** Our own webhook in the contract of channels. */
export const webhookBench: ChannelBench = {
  open: async () => {
    const standIn = await startWebhook();
    const secrets = fixedSecrets({
      [webhookSettings.url!]: `${standIn.http.url}${hookPath}`,
      [webhookSettings.secret!]: signingKey,
    });
    return {
      channel: openWebhook(webhookSettings, { secrets, guard: 'loopback' }),
      shown: () => standIn.shown,
      standing: () => standIn.taken.size,
      complaints: () => standIn.complaints,
      fail: (trouble) => standIn.http.script(byStatus[trouble]),
      secrets: [signingKey, signingKey.slice(6), 'T0P-5ECRET', '4bCdEf'],
      close: () => standIn.http.close(),
    };
  },
  withoutSecret: (why) =>
    openWebhook(webhookSettings, { secrets: fixedSecrets({ [webhookSettings.url!]: why }), guard: 'public' }),
};
