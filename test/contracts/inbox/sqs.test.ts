import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { systemClock } from '../../../src/apps/live/system-clock.ts';
import { openSqsInbox } from '../../../src/sources/sqs/open-sqs-inbox.ts';
import { withMoto } from '../../moto/with-moto.ts';
import { backContract } from './back-contract.ts';
import { type InboxBench, inboxContract } from './inbox-contract.ts';
import { nobody } from './nobody.ts';

await withMoto((moto) => {
  let queues = 0;
  const bench = async (): Promise<InboxBench> => {
    const access = { region: 'eu-west-1', endpoint: moto().endpoint, credentials: nobody };
    const client = new SQSClient(access);
    const QueueName = `changes-${queues++}`;
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName }));
    const inbox = openSqsInbox({
      ...{ queue: QueueUrl!, access, calls: new Set(['RevokeSecurityGroupIngress']), clock: systemClock },
      // Nothing is kept hidden: the suite looks at what comes again.
      settings: { wait: 0, visibility: 5_000, longest: 0 },
    });
    return {
      inbox,
      send: async (body) => {
        await client.send(new SendMessageCommand({ QueueUrl: QueueUrl!, MessageBody: JSON.stringify(body) }));
      },
      outwait: () => systemClock.sleep(5_400),
    };
  };
  inboxContract('an SQS queue of moto', bench);
  backContract('an SQS queue of moto', bench);
});
