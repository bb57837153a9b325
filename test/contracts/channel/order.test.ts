import { afterEach, describe, expect, test } from 'vitest';
import type { OrderedBody } from '../../../src/core/ledger/entry-body.ts';
import { routeOf } from '../../builders/told-decision.ts';
import { sesBench } from '../../channels/email/ses-bench.ts';
import { smtpBench } from '../../channels/email/smtp-bench.ts';
import { pagerDutyBench } from '../../channels/pagerduty-bench.ts';
import { securityHubBench } from '../../channels/security-hub/security-hub-bench.ts';
import { openSlackBench } from '../../channels/slack-bench.ts';
import { snsBench, snsSettings } from '../../channels/sns/sns-bench.ts';
import { teamsBench } from '../../channels/teams-bench.ts';
import { webhookBench } from '../../channels/webhook-bench.ts';
import { jiraBench, servicenowBench } from '../../channels/webhook-desk-benches.ts';
import { DeliverStage } from '../../flow/deliver-stage.ts';
import type { ChannelTrouble, OpenBench } from './channel-bench.ts';

const minute = 60_000;
const benches: Readonly<Record<string, () => Promise<OpenBench>>> = {
  'Slack by a token': async () => await openSlackBench('token'),
  'Slack by a webhook': async () => await openSlackBench('webhook'),
  ...{ PagerDuty: pagerDutyBench.open, 'mail by SMTP': smtpBench.open, 'mail by SES': sesBench.open },
  ...{ SNS: snsBench(snsSettings).open, Teams: teamsBench.open, 'Security Hub': securityHubBench.open },
  ...{ webhook: webhookBench.open, Jira: jiraBench.open, ServiceNow: servicenowBench.open },
};

let bench: OpenBench | null = null;
afterEach(async () => {
  bench?.channel.close?.();
  await bench?.close();
  bench = null;
});

describe('R60, R74: what happens to an incident is told in its order, whatever a service does meanwhile', () => {
  for (const [name, open] of Object.entries(benches))
    test.each(['down', 'reset', 'lost'] as const)(`${name} (%s)`, async (trouble: ChannelTrouble) => {
      bench = await open();
      const { channel, fail, shown, complaints } = bench;
      const stage = new DeliverStage().tells('high', routeOf({ groupFor: null, to: ['it'] }));
      const delivers = async () =>
        await stage.delivers({ channel: () => ({ kind: 'reached', channel, fallback: null, every: 0 }) });
      await stage.listens();
      const web = stage.group('web');
      const ssh = stage.opens(web, 22);
      await stage.hears();
      await stage.listens();
      const [row] = await stage.messages();
      const { id } = row!.message;
      fail(trouble);
      await delivers();
      stage.at += 30 * minute;
      await delivers();
      const remark = async (nth: string) => {
        const body: OrderedBody = {
          ...{ kind: 'ordered', order: 'comment', person: 'carol', on: id, reason: `the ${nth} remark` },
          ...{ until: null, detail: null },
        };
        stage.at += minute;
        await stage.store.append(0, 'any', [{ at: stage.at, key: `comment/${nth}`, fence: null, body }]);
        await stage.listens();
      };
      await remark('first');
      fail(trouble);
      await delivers();
      await remark('second');
      stage.at += minute;
      stage.closes(web, ssh);
      await stage.hears();
      for (let at = 0; at < 40; at++) {
        await stage.lasts(2 * minute);
        await delivers();
      }
      const told = shown();
      const isEnd = told.map((text) => /it does not stand any more|resolve|ARCHIVED/.test(text));
      expect([isEnd[0], isEnd.at(-1)]).toEqual([false, true]);
      expect(isEnd).toEqual(isEnd.toSorted());
      const [first, second] = ['first', 'second'].map((nth) =>
        told.findIndex((text) => text.includes(`the ${nth} remark`)),
      );
      if (second !== -1) expect(first).toBeLessThanOrEqual(second!);
      expect(complaints()).toEqual([]);
    });
});
