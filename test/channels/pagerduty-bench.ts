import { openPagerDuty } from '../../src/channels/pagerduty/open-pagerduty.ts';
import type { PagerDutySettings } from '../../src/contracts/channel-settings.ts';
import type { ChannelBench } from '../contracts/channel/channel-bench.ts';
import { fixedSecrets } from './fixed-secrets.ts';
import { byStatus } from './http-trouble.ts';
import { integrationKey, startPagerDuty } from './pagerduty-stand-in.ts';

/** A channel as a policy would name it. */
export const pagerDutySettings: PagerDutySettings = {
  ...{ kind: 'pagerduty', name: 'pagerduty.oncall', fallback: null, secret: '$' + '{env:PAGERDUTY_KEY}', region: 'us' },
};
const wrongKey = JSON.stringify({ status: 'invalid event', errors: ['Invalid routing key'] });

/** PagerDuty in the contract of channels. */
export const pagerDutyBench: ChannelBench = {
  open: async () => {
    const standIn = await startPagerDuty();
    const secrets = fixedSecrets({ [pagerDutySettings.secret]: `${integrationKey}\n` });
    const channel = openPagerDuty(pagerDutySettings, {
      ...{ secrets, guard: 'loopback', places: { pagerduty: `${standIn.http.url}/` } },
    });
    return {
      channel,
      shown: () => standIn.shown,
      standing: () => standIn.alerts.size + standIn.changes.length,
      complaints: () => standIn.complaints,
      fail: (trouble) =>
        standIn.http.script(
          trouble === 'key' ? { kind: 'answer', reply: { status: 400, body: wrongKey } } : byStatus[trouble],
        ),
      secrets: [integrationKey],
      close: () => standIn.http.close(),
    };
  },
  withoutSecret: (why) =>
    openPagerDuty(pagerDutySettings, {
      ...{ secrets: fixedSecrets({ [pagerDutySettings.secret]: why }), guard: 'public' },
    }),
  cannot: { gone: 'an integration that was deleted looks like a key that is wrong' },
};
