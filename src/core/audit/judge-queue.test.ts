import { expect, it } from 'vitest';
import { judgeQueue, type QueueSeen } from './judge-queue.ts';

const day = 86_400_000;
const queue: QueueSeen = {
  ...{ arn: 'arn:aws:sqs:eu-west-1:111122223333:portcullis', waiting: 3, inHand: 0, kept: 14 * day, hidden: 30_000 },
  ...{ givenUpAfter: null, oldest: null },
};
const judge = (odd: Partial<QueueSeen>) => judgeQueue('q', { ...queue, ...odd });

it('a queue that can be reached and keeps messages for days is well', () => {
  expect(judge({}).map(({ health, found }) => [health, found])).toEqual([['well', 'it can be reached: 3 waiting']]);
});

it('messages that will soon be lost are wrong; a short retention and a short redrive policy are told, with the command', () => {
  expect(judge({ oldest: 8 * day })[0]).toMatchObject({ health: 'ill', fix: [expect.stringContaining('serve')] });
  const told = judge({ kept: 3_600_000, givenUpAfter: 3 });
  expect(told.map(({ health }) => health)).toEqual(['well', 'unclear', 'unclear']);
  expect(told[1]!.fix[0]).toContain('MessageRetentionPeriod=1209600');
});
