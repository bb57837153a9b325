import type { Wire } from '../../aws/client/wire.ts';
import type { InspectAccess } from '../../aws/inspect/inspect-access.ts';
import { inspectQueue } from '../../aws/inspect/inspect-queue.ts';
import { inspectRules } from '../../aws/inspect/inspect-rules.ts';
import { queueAge } from '../../aws/inspect/queue-age.ts';
import type { Clock } from '../../contracts/live.ts';
import { type Diagnosis, ill, unclear } from '../../core/audit/diagnosis.ts';
import { judgeQueue } from '../../core/audit/judge-queue.ts';
import { judgeRules } from '../../core/audit/judge-rules.ts';
import { readQueueUrl } from '../../sources/sqs/queue-url.ts';

/** How a queue is looked at. */
export interface QueueAsked {
  readonly url: string;
  readonly who: string;
  readonly home: string;
  readonly wire: Wire;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly command: string;
}

/** Whether a queue is there, can be reached with our own credentials, and keeps messages for long enough. */
export async function examineQueue({
  url,
  who,
  home,
  wire,
  clock,
  command,
}: QueueAsked): Promise<readonly Diagnosis[]> {
  const about = `queue ${url}`;
  const expected = 'a queue that we can reach';
  const read = readQueueUrl(url);
  if (read === null) return [ill('records', about, 'the URL of a queue', 'another text')];
  const region = read.region ?? home;
  const access = { region, keys: null, who, wire, clock };
  const reply = await inspectQueue(url, access);
  switch (reply.kind) {
    case 'answered': {
      const oldest = await queueAge(read.name, access);
      return [
        ...judgeQueue(url, { ...reply.result, oldest }),
        ...(await rulesOf(url, reply.result.arn, access, command)),
      ];
    }
    case 'unanswered':
      return [ill('records', about, expected, reply.why, 'check network, proxy and the region of the URL')];
    case 'refused': {
      const isGone = /NonExistentQueue|QueueDoesNotExist/.test(reply.code);
      const make = `aws sqs create-queue --queue-name ${read.name} --region ${region}`;
      const allow = `${command} doctor --iam sqs,doctor   prints the policy`;
      return [ill('records', about, expected, isGone ? 'none of that name' : reply.message, isGone ? make : allow)];
    }
  }
}

/** The rules of our own account that fill it; those of other accounts only they can read. */
async function rulesOf(
  queue: string,
  arn: string,
  access: InspectAccess,
  command: string,
): Promise<readonly Diagnosis[]> {
  const { region } = access;
  const reply = await inspectRules(arn, access);
  if (reply.kind === 'answered') return judgeRules({ queue, region, fills: arn }, reply.result);
  const why = reply.kind === 'refused' ? reply.message : reply.why;
  const fix = [
    `${command} doctor --iam sqs,doctor   prints the policy`,
    `aws events list-rule-names-by-target --target-arn ${arn} --region ${region}`,
  ];
  return [unclear('records', `queue ${queue}`, 'to see the rules of EventBridge that fill it', why, ...fix)];
}
