import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { failureOf } from '../failure-of.ts';
import type { Ec2Action, Ec2Request, Ec2Result } from '../model/call.ts';

type Described = Exclude<
  Extract<Ec2Action, `Describe${string}` | `Get${string}`>,
  'DescribeVpcBlockPublicAccessOptions'
>;

/** Pages after which a token that never ends is given up. */
const mostPages = 1000;

/** All that a read answers, page by page; the first failure ends it. */
export async function allPages<A extends Described, T>(
  ask: AskEc2,
  site: Site,
  action: A,
  request: Ec2Request<A>,
  pick: (result: Ec2Result<A>) => readonly T[],
  signal?: AbortSignal,
): Promise<readonly T[] | ApiFailure> {
  const found: T[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    if (signal?.aborted === true) return calledOff;
    const next: Ec2Request<A> = token === undefined ? request : { ...request, NextToken: token };
    const reply = await ask(site, action, next, { signal });
    if (reply.kind !== 'answered') return failureOf(reply, 'reads');
    for (const each of pick(reply.result)) found.push(each);
    token = reply.result.NextToken;
    if (token === undefined || token === '') return found;
  }
  const message = `expected at most ${mostPages} pages of \`${action}\`, found more`;
  return { kind: 'failed', failure: 'malformed', code: null, message };
}

const calledOff: ApiFailure = { kind: 'failed', failure: 'transient', code: null, message: 'the read was called off' };
