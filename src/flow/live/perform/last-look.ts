import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { grantFor } from './granted.ts';
import { grantsOf } from './grants-of.ts';
import type { Performing } from './performing.ts';
import { stoppedBy } from './stopped.ts';

/** How long ago the kill switch may have been read when a call begins, in milliseconds. */
const freshFor = 5_000;

/**
 * Why a call that stands in the ledger must not be made after all; `null` where it may. Asked right before it: the kill
 * switch, the policy, the leave of a person and the lease may have changed since it was decided on.
 */
export async function lastLook(now: Performing, order: Ec2Order, policy: string): Promise<string | null> {
  const { clock, policy: policyNow, settings, store } = now.parts;
  const { aims, on, site } = now.row.intent;
  const takes = order.role === 'revoke' || order.call === 'rewrite';
  const grants = takes ? await grantsOf(store, site, on.id) : [];
  // Asked last, and not long ago: nobody is to be told that all acting is off while a call of ours still begins.
  const asked = clock.monotonic();
  const stopped = await stoppedBy(store);
  if (stopped !== null) return `all acting was stopped by ${stopped.by}`;
  if (clock.monotonic() - asked > freshFor) return 'the store took too long to tell whether all acting is off';
  const granted = aims.flatMap((aim) => grantFor(aim, grants, clock.now()) ?? [])[0];
  if (granted !== undefined && now.row.intent.do !== 'undo') return `granted meanwhile: ${granted.id}`;
  if (policyNow().policy.digest !== policy) return 'the policy is another one than it was decided by';
  if (clock.monotonic() + settings.callTimeout >= now.leaseEnd) return 'the lease would have ended during the call';
  return null;
}
