import type { Performing } from './performing.ts';

/**
 * Sees to it that a call that begins now ends, by its timeout, before anybody else can hold the task; `null` where that
 * cannot be had. EC2 knows no fences, so no call may begin after a lease.
 */
export async function keepLease(now: Performing): Promise<Performing | null> {
  const { clock, settings, store } = now.parts;
  if (clock.monotonic() + settings.callTimeout < now.leaseEnd) return now;
  const from = clock.monotonic();
  const settled = await store.renew(now.held, clock.now(), settings.lease);
  if (settled.kind !== 'settled') return null;
  const leaseEnd = from + settings.lease;
  return clock.monotonic() + settings.callTimeout < leaseEnd ? { ...now, leaseEnd } : null;
}
