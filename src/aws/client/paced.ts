import type { Clock } from '../../contracts/live.ts';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import { failureOf } from '../failure-of.ts';
import { type Ec2Call, isRead } from '../model/call.ts';
import { bucketOf } from '../model/throttle.ts';
import { actedUpon } from './acted-upon.ts';
import { createTurns, type Turns } from './turns.ts';

/**
 * The same client twice: what is urgent goes first in every bucket. Of that, reads of what we have acted upon within the
 * last minute wait for all others, since they only prove what was done: in a storm the last group is closed before the
 * first is proven. Every fourth turn is theirs all the same.
 */
export interface Paced {
  readonly urgent: AskEc2;
  readonly patient: AskEc2;
}

/** How much of EC2's own buckets is ours unless somebody sets it: others live in the account, too. */
export const usualShare = 0.2;

/** Of the buckets of calls that write at least so much: what stands open does not wait while others could call. */
const leastOfWrites = 0.5;

/** How long a call of ours is remembered, in milliseconds: so long it is looked at again and again. */
const memory = 60_000;

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
    const own = isRead(call.action) ? share : Math.max(share, leastOfWrites);
    const turns = buckets.get(key) ?? createTurns({ size: Math.max(1, size * own), perSecond: perSecond * own }, clock);
    buckets.set(key, turns);
    return turns;
  }
  const acted = actedUpon(clock, memory);
  const at = (ask: AskEc2, urgent: boolean): AskEc2 => {
    return async (site, action, request, patience = {}) => {
      const call = { action, request } as Ec2Call;
      const turns = turnsOf(site.account, site.region, call);
      const place = `${site.account}/${site.region}`;
      const rank = !urgent ? 'sweeping' : isRead(action) && acted.isIn(place, call) ? 'proving' : 'acting';
      const began = clock.monotonic();
      const { timeout, signal } = patience;
      if (!(await turns.take(rank, timeout, signal))) return unasked(action);
      acted.note(place, call);
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
