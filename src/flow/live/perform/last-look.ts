import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { grantFor } from './granted.ts';
import { grantsOf } from './grants-of.ts';
import type { Performing } from './performing.ts';
import { stoppedBy } from './stopped.ts';

/**
 * Why a call that stands in the ledger must not be made after all; `null` where it may. Asked right before it: the kill
 * switch, the policy, the leave of a person and the lease may have changed since it was decided on.
 */
export async function lastLook(now: Performing, order: Ec2Order, policy: string): Promise<string | null> {
  const { clock, policy: policyNow, settings, store } = now.parts;
  const { aims, on, site } = now.row.intent;
  const stopped = await stoppedBy(store);
  if (stopped !== null) return `all acting was stopped by ${stopped.by}`;
  if (order.role === 'revoke' || order.call === 'rewrite') {
    const grants = await grantsOf(store, site, on.id);
    const granted = aims.flatMap((aim) => grantFor(aim, grants, clock.now()) ?? [])[0];
    if (granted !== undefined && now.row.intent.do !== 'undo') return `granted meanwhile: ${granted.id}`;
  }
  if (policyNow().policy.digest !== policy) return 'the policy is another one than it was decided by';
  if (clock.monotonic() + settings.callTimeout >= now.leaseEnd) return 'the lease would have ended during the call';
  return null;
}
