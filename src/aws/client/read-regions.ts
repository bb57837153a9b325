import type { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Clock } from '../../contracts/live.ts';
import type { Reply } from '../ask-ec2.ts';
import { sendOnce } from './send-once.ts';

/** Regions that the account of a client may use, sorted: those it has not opted in to are left out. */
export async function readRegions(
  client: EC2Client,
  Command: typeof DescribeRegionsCommand,
  who: string,
  clock: Pick<Clock, 'now'>,
): Promise<Reply<readonly string[]>> {
  const asking = { action: 'DescribeRegions', who };
  const reply = await sendOnce((sending) => client.send(new Command({}), sending), asking, {}, clock);
  if (reply.kind !== 'answered') return reply;
  const names = (reply.result.Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
  return { kind: 'answered', result: names.toSorted() };
}
