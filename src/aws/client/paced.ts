import type { Clock } from '../../contracts/live.ts';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import { failureOf } from '../failure-of.ts';
import type { Ec2Call } from '../model/call.ts';
import { bucketOf } from '../model/throttle.ts';
import { createTurns, type Turns } from './turns.ts';

/** The same client twice: what is urgent goes first in every bucket. */
export interface Paced {
  readonly urgent: AskEc2;
  readonly patient: AskEc2;
}

/** How much of EC2's own buckets is ours unless somebody sets it: others live in the account, too. */
export const usualShare = 0.2;

/** Buckets of one client, which all that ask through it share. */
export interface Pace {
  around(ask: AskEc2): Paced;
}

/**
 * Keeps calls within a share of EC2's token buckets, of which every account and region has one for each call (EC2
 * developer guide, "Request throttling for the Amazon EC2 API"). When EC2 throttles all the same, the bucket rests.
 */
export function createPace(clock: Pick<Clock, 'monotonic' | 'sleep'>, share: number = usualShare): Pace {
  const buckets = new Map<string, Turns>();
  function turnsOf(account: string, region: string, call: Ec2Call): Turns {
    const { name, size, perSecond } = bucketOf(call);
    const key = `${account}/${region}/${name}`;
    const turns =
      buckets.get(key) ?? createTurns({ size: Math.max(1, size * share), perSecond: perSecond * share }, clock);
    buckets.set(key, turns);
    return turns;
  }
  const at = (ask: AskEc2, urgent: boolean): AskEc2 => {
    return async (site, action, request, patience = {}) => {
      const turns = turnsOf(site.account, site.region, { action, request } as Ec2Call);
      const began = clock.monotonic();
      const { timeout, signal } = patience;
      if (!(await turns.take(urgent, timeout, signal))) return unasked(action);
      const left = timeout === undefined ? {} : { timeout: timeout - (clock.monotonic() - began) };
      const reply = await ask(site, action, request, { ...patience, ...left });
      if (reply.kind === 'answered') turns.calm();
      else if (failureOf(reply, 'reads').failure === 'throttled') turns.rest();
      return reply;
    };
  };
  return { around: (ask) => ({ urgent: at(ask, true), patient: at(ask, false) }) };
}

function unasked(action: string): Ec2Reply<never> {
  const why = `\`${action}\` was not sent: its turn within our share of the calls of EC2 did not come in time`;
  return { kind: 'unanswered', sent: false, why };
}
