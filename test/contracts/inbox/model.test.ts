import { createQueue, type QueueWays } from '../../../src/aws/model/live/message-queue.ts';
import { seededChance } from '../../../src/aws/model/live/seeded-chance.ts';
import { start } from '../../builders/any-history.ts';
import { inboxContract } from './inbox-contract.ts';

const benchOf = (ways?: QueueWays) => async () => {
  let at = start;
  const queue = createQueue(() => at, seededChance(7), ways);
  return {
    inbox: queue.inbox,
    send: async (body: Parameters<typeof queue.put>[0]) => queue.put(body, at),
    outwait: async () => {
      at += 60_000;
    },
  };
};

inboxContract('the inbox of the EC2 model', benchOf());
inboxContract(
  'an inbox that gives half of all messages out of order, and half once more',
  benchOf({ visibility: 30_000, disorder: 0.5, again: 0.5 }),
);
