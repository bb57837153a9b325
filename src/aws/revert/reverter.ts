import type { Ec2Answer, Performed, Reverter } from '../../contracts/live.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { roleArn } from '../client/role-arn.ts';
import { failureOf, isFailed } from '../failure-of.ts';
import type { Ec2Call } from '../model/call.ts';
import { answerOf } from './answer-of.ts';
import { requestOf } from './request-of.ts';

/**
 * The names of our roles, with their paths: `PortcullisRevoke`, `security/PortcullisRevoke`. The same in every account, but
 * for `{account}` and `{region}` in them, which are filled in.
 */
export interface OwnRoles {
  readonly revoke: string;
  readonly restore: string;
}

/** A session of a role of ours. */
export interface OwnSession {
  /** ARN of the role. */
  readonly role: string;
  readonly name: string;
}

/** Writes through clients of EC2; `as` gives one that signs for a session. */
export function createReverter(as: (session: OwnSession) => AskEc2, roles: OwnRoles): Reverter {
  const session: Reverter['session'] = ({ site, action, role }) => ({
    role: roleArn(roles[role], site),
    name: `portcullis-${action}`,
  });
  return {
    session,
    perform: async (order, { dry, timeout }) => {
      const calls = requestOf(order);
      if (isFailed(calls)) return calls;
      return await performAll(as(session(order)), order, calls, dry, timeout);
    },
  };
}

async function performAll(
  ask: AskEc2,
  order: Ec2Order,
  calls: readonly Ec2Call[],
  dry: boolean,
  timeout: number,
): Promise<Performed> {
  let last: Performed = { kind: 'would' };
  for (const call of calls) {
    const request = dry ? { ...call.request, DryRun: true } : call.request;
    const reply = await ask(order.site, call.action, request, { timeout });
    if (reply.kind === 'refused' && reply.code === 'DryRunOperation') continue;
    if (reply.kind !== 'answered') return failureOf(reply, dry ? 'reads' : 'writes');
    const answer: Ec2Answer | ApiFailure = answerOf(order.site, 'group' in order ? order.group : '', reply.result);
    if (isFailed(answer)) return answer;
    last = { kind: 'done', answer };
  }
  return last;
}
