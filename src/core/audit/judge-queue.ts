import { type Diagnosis, ill, unclear, well } from './diagnosis.ts';

/** A queue as SQS tells it. Times are milliseconds. */
export interface QueueSeen {
  readonly arn: string;
  readonly waiting: number;
  readonly inHand: number;
  readonly kept: number;
  readonly hidden: number;
  /** How often a message is given before it goes to the queue for dead letters; `null`: it never does. */
  readonly givenUpAfter: number | null;
  /** How old the oldest message is; `null` when nobody tells. */
  readonly oldest: number | null;
}

const [minute, day] = [60_000, 86_400_000];

/** What is expected of a queue that records come by: it is read in time, and messages outlast an outage of ours. */
export function judgeQueue(name: string, { waiting, kept, oldest, givenUpAfter }: QueueSeen): readonly Diagnosis[] {
  const about = `queue ${name}`;
  const told: Diagnosis[] = [];
  const age = oldest === null ? '' : `, the oldest since ${Math.round(oldest / minute)} min`;
  const reached = 'a queue that we can reach';
  told.push(
    oldest !== null && oldest > kept / 2
      ? ill(
          'records',
          about,
          'messages that are read long before they are lost',
          `${waiting} waiting${age}, of ${sayDays(kept)} that they are kept`,
          'run `portcullis serve` with this queue, or more `workers`',
        )
      : well('records', about, reached, `it can be reached: ${waiting} waiting${age}`),
  );
  if (kept < 4 * day)
    told.push(
      unclear(
        'records',
        about,
        'messages to be kept for 4 days or more, so that an outage over a weekend loses nothing',
        `${sayDays(kept)}`,
        `aws sqs set-queue-attributes --queue-url ${name} --attributes MessageRetentionPeriod=1209600`,
      ),
    );
  if (givenUpAfter !== null && givenUpAfter < 5)
    told.push(
      unclear(
        'records',
        about,
        'a message to be given at least 5 times before it is set aside',
        `${givenUpAfter} in its redrive policy: a restart of ours may use them up`,
      ),
    );
  return told;
}

function sayDays(millis: number): string {
  return millis < day ? `${Math.round(millis / 3_600_000)} h` : `${Math.round(millis / day)} d`;
}
