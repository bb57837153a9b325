import type { LiveParts } from '../live-parts.ts';
import { changeGrant, type GrantOrder } from './change-grant.ts';
import type { Ordered } from './ordered.ts';

/** Ends a permission early. Nobody needs leave to take one back. */
export function endGrant(parts: LiveParts, order: GrantOrder): Promise<Ordered> {
  return changeGrant(parts, order, async (grant) => ({ ...grant, ended: parts.clock.now() }));
}
