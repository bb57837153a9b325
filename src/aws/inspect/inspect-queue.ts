import type { QueueSeen } from '../../core/audit/judge-queue.ts';
import type { Reply } from '../ask-ec2.ts';
import { sendOnce } from '../client/send-once.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** Reads what a queue says of itself; how old its oldest message is stands in CloudWatch alone (`queueAge`). */
export async function inspectQueue(url: string, access: InspectAccess): Promise<Reply<QueueSeen>> {
  const sdk = await import('@aws-sdk/client-sqs');
  const client = new sdk.SQSClient({ ...inspectSettings(access), useQueueUrlAsEndpoint: false });
  const ask = new sdk.GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  const reply = await sendOnce(
    (sending) => client.send(ask, sending),
    { action: 'GetQueueAttributes', who: access.who },
    {},
    access.clock,
  );
  if (reply.kind !== 'answered') return reply;
  const told = reply.result.Attributes ?? {};
  const seconds = (text: string | undefined): number => (Number(text) || 0) * 1000;
  return {
    kind: 'answered',
    result: {
      arn: told.QueueArn ?? '',
      waiting: Number(told.ApproximateNumberOfMessages) || 0,
      inHand: Number(told.ApproximateNumberOfMessagesNotVisible) || 0,
      kept: seconds(told.MessageRetentionPeriod),
      hidden: seconds(told.VisibilityTimeout),
      givenUpAfter: readGivenUp(told.RedrivePolicy),
      oldest: null,
    },
  };
}

function readGivenUp(policy: string | undefined): number | null {
  try {
    return Number((JSON.parse(policy ?? '{}') as { readonly maxReceiveCount?: unknown }).maxReceiveCount) || null;
  } catch {
    return null;
  }
}
