import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DisableRuleCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import { createWire } from '../../src/aws/client/wire.ts';
import type { InspectAccess } from '../../src/aws/inspect/inspect-access.ts';
import { inspectRules } from '../../src/aws/inspect/inspect-rules.ts';
import { queueAge } from '../../src/aws/inspect/queue-age.ts';
import { judgeRules } from '../../src/core/audit/judge-rules.ts';
import { useMoto } from './moto-account.ts';
import { withMoto } from './with-moto.ts';

const region = 'eu-west-1';

await withMoto((moto) => {
  let access: InspectAccess;
  let arn: string;
  const wire = createWire();

  beforeAll(async () => {
    useMoto(moto());
    access = { region, keys: null, who: 'us', wire, clock: systemClock };
    const sqs = new SQSClient({ region });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'inspected' }));
    const told = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    arn = told.Attributes!.QueueArn!;
  });
  afterAll(() => wire.destroy());

  const judged = async () => {
    const reply = await inspectRules(arn, access);
    if (reply.kind !== 'answered') throw new Error(JSON.stringify(reply));
    return judgeRules({ queue: 'inspected', region, fills: arn }, reply.result);
  };

  describe('what a doctor sees of a queue', () => {
    it('R32: the rules that EventBridge itself names as its own, until one is disabled', async () => {
      expect(await judged()).toMatchObject([{ health: 'unclear' }]);
      const events = new EventBridgeClient({ region });
      const fix = (await judged()).flatMap((each) => each.fix);
      for (const line of fix) {
        const [, Name, EventPattern] = /put-rule --name (\S+) --event-pattern '(.+)'$/.exec(line) ?? [];
        if (Name === undefined) continue;
        await events.send(new PutRuleCommand({ Name, EventPattern }));
        await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'portcullis', Arn: arn }] }));
      }
      expect(await judged()).toMatchObject([{ health: 'well' }]);
      await events.send(new DisableRuleCommand({ Name: 'portcullis-rules' }));
      expect((await judged()).map(({ health, expected }) => `${health} ${expected}`)).toEqual([
        'ill rule `portcullis-rules` to be enabled',
        'ill every call that changes rules, groups, tags or lists to be let through',
      ]);
    });

    it('how old its oldest message is, where CloudWatch knows', async () => {
      expect(await queueAge('inspected', access)).toBeNull();
      const datum = {
        ...{ MetricName: 'ApproximateAgeOfOldestMessage', Value: 90, Timestamp: new Date(Date.now() - 120_000) },
        Dimensions: [{ Name: 'QueueName', Value: 'inspected' }],
      };
      const watch = new CloudWatchClient({ region });
      await watch.send(new PutMetricDataCommand({ Namespace: 'AWS/SQS', MetricData: [datum] }));
      expect(await queueAge('inspected', access)).toBe(90_000);
    });
  });
});
