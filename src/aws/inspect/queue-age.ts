import { sendOnce } from '../client/send-once.ts';
import { type InspectAccess, inspectSettings } from './inspect-access.ts';

/** SQS tells it each minute, some minutes late (SQS developer guide, "Available CloudWatch metrics for Amazon SQS"). */
const [minute, back] = [60, 15 * 60_000];

/** How old the oldest message of a queue is, in milliseconds; `null` where CloudWatch does not tell, or may not be asked. */
export async function queueAge(name: string, access: InspectAccess): Promise<number | null> {
  const sdk = await import('@aws-sdk/client-cloudwatch');
  const client = new sdk.CloudWatchClient(inspectSettings(access));
  const now = access.clock.now();
  const ask = new sdk.GetMetricStatisticsCommand({
    ...{ Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Statistics: ['Maximum'], Period: minute },
    ...{ Dimensions: [{ Name: 'QueueName', Value: name }], StartTime: new Date(now - back), EndTime: new Date(now) },
  });
  const asking = { action: 'GetMetricStatistics', who: access.who };
  const reply = await sendOnce((sending) => client.send(ask, sending), asking, { timeout: 10_000 }, access.clock);
  if (reply.kind !== 'answered') return null;
  const points = (reply.result.Datapoints ?? []).toSorted((a, b) => Number(a.Timestamp) - Number(b.Timestamp));
  const seconds = points.at(-1)?.Maximum;
  return seconds === undefined ? null : seconds * 1000;
}
