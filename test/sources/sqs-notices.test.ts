import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { Message } from '../../src/contracts/live.ts';
import type { LiveSource } from '../../src/sources/live/live-source.ts';
import { openSqsInbox } from '../../src/sources/sqs/open-sqs-inbox.ts';
import { nobody } from '../contracts/inbox/nobody.ts';
import { withMoto } from '../moto/with-moto.ts';

await withMoto((moto) => {
  const access = () => ({ region: 'us-east-1', endpoint: moto().endpoint, credentials: nobody });
  const [account, bucket] = ['111122223333', 'trail-logs'];
  const folder = `AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/31`;
  const key = (n: number) => `${folder}/${account}_CloudTrail_eu-west-1_20260131T091${n}Z_abcdefgh01234567.json.gz`;
  const record = (eventID: string) => ({
    ...{ eventVersion: '1.11', eventID, eventName: 'RevokeSecurityGroupIngress', eventSource: 'ec2.amazonaws.com' },
    ...{ eventTime: '2026-01-31T09:14:07Z', awsRegion: 'eu-west-1', recipientAccountId: account },
  });

  async function takeOne(inbox: LiveSource): Promise<Message> {
    for (let turn = 0; turn < 20; turn++) {
      const taken = await inbox.take(10);
      if (taken.kind !== 'taken') throw new Error(taken.why);
      if (taken.messages.length > 0) return taken.messages[0]!;
    }
    throw new Error('expected a message, got none');
  }

  describe('a queue of notices', () => {
    it('CloudTrail’s own notice by SNS leads to the records of the log that it names; an object that is gone is told', async () => {
      const [sqs, sns, s3] = [
        new SQSClient(access()),
        new SNSClient(access()),
        new S3Client({ ...access(), forcePathStyle: true }),
      ];
      await s3.send(new CreateBucketCommand({ Bucket: bucket }));
      const log = gzipSync(
        JSON.stringify({ Records: [record('e-1'), { ...record('e-2'), eventName: 'DescribeInstances' }] }),
      );
      for (const n of [0, 1]) await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key(n), Body: log }));
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key(1) }));
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'notices' }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: QueueUrl!, AttributeNames: ['QueueArn'] }),
      );
      const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'trail' }));
      await sns.send(new SubscribeCommand({ TopicArn: TopicArn!, Protocol: 'sqs', Endpoint: Attributes!.QueueArn! }));
      const calls = new Set(['RevokeSecurityGroupIngress']);
      const inbox = openSqsInbox({
        queue: QueueUrl!,
        access: access(),
        calls,
        clock: systemClock,
        settings: { wait: 1_000 },
      });

      await sns.send(
        new PublishCommand({
          TopicArn: TopicArn!,
          Message: JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key(0)] }),
        }),
      );
      const message = await takeOne(inbox);
      expect(message.intaken).toMatchObject([
        {
          kind: 'record',
          from: 's3',
          json: { eventID: 'e-1' },
          place: { file: `s3://${bucket}/${key(0)}`, number: 1 },
        },
      ]);
      expect(await inbox.done(message.receipt)).toEqual({ kind: 'settled' });

      await sns.send(
        new PublishCommand({
          TopicArn: TopicArn!,
          Message: JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key(1)] }),
        }),
      );
      const gone = await takeOne(inbox);
      expect(gone.intaken).toMatchObject([
        { kind: 'unreadable', reason: expect.stringContaining('found nothing there') },
      ]);
      await inbox.done(gone.receipt);
      await inbox.close();
      const left = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: QueueUrl!,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      expect(left.Attributes).toMatchObject({
        ApproximateNumberOfMessages: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
      });
      for (const client of [sqs, sns, s3]) client.destroy();
    });

    it('R1: a message that is always given back goes to the queue’s own dead-letter queue', async () => {
      const sqs = new SQSClient(access());
      const dead = await sqs.send(new CreateQueueCommand({ QueueName: 'dead' }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl!, AttributeNames: ['QueueArn'] }),
      );
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'live' }));
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: Attributes!.QueueArn, maxReceiveCount: 2 });
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl: QueueUrl!, Attributes: { RedrivePolicy } }));
      await sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl!, MessageBody: JSON.stringify(record('e-9')) }));
      const inbox = openSqsInbox({
        ...{ queue: QueueUrl!, access: access(), calls: new Set<string>(), clock: systemClock },
        settings: { wait: 1_000, poisonAfter: 1 },
      });
      await inbox.back((await takeOne(inbox)).receipt);
      const second = await takeOne(inbox);
      expect(second.intaken.map(({ kind }) => kind)).toEqual(['record', 'unreadable']);
      await inbox.back(second.receipt);
      await systemClock.sleep(2_200);
      await inbox.take(10);
      await inbox.close();
      const moved = openSqsInbox({
        ...{ queue: dead.QueueUrl!, access: access(), calls: new Set<string>(), clock: systemClock },
        settings: { wait: 1_000 },
      });
      expect((await takeOne(moved)).intaken[0]).toMatchObject({ json: { eventID: 'e-9' } });
      await moved.close();
      sqs.destroy();
    });
  });
});
