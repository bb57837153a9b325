import type { EC2Client } from '@aws-sdk/client-ec2';
import type { Clock } from '../../contracts/live.ts';
import type { Ec2Reply, Patience } from '../ask-ec2.ts';
import { type Ec2Action, type Ec2Request, type Ec2Result, isRead } from '../model/call.ts';
import { plainResult } from './plain-result.ts';
import { sendOnce } from './send-once.ts';

/** Commands of the SDK by their call's name. */
export type CommandsOf = { readonly [A in Ec2Action]?: new (request: never) => object };

/** An action of ours through a client of the SDK, in the words of the model on both sides. */
export async function sendEc2<A extends Ec2Action>(
  client: EC2Client,
  commands: CommandsOf,
  who: string,
  action: A,
  request: Ec2Request<A>,
  patience: Patience,
  clock: Pick<Clock, 'now'>,
): Promise<Ec2Reply<A>> {
  const Command = commands[action];
  if (Command === undefined)
    return { kind: 'unanswered', sent: false, why: `\`${action}\` is no call that is made from here` };
  // The SDK's types say the same with arrays that may be changed: a test compares them.
  const send = client.send.bind(client) as (command: object, sending: object) => Promise<object>;
  const reply = await sendOnce(
    (sending) => send(new Command(request as never), sending),
    { action, who, writes: !isRead(action) },
    patience,
    clock,
  );
  if (reply.kind !== 'answered') return reply;
  return { kind: 'answered', result: plainResult(action, reply.result) as Ec2Result<A> };
}
