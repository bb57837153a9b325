import type { Instant } from '../../leaf/instant.ts';
import type { Decision } from '../../plan/decision.ts';
import type { KpiOutline } from './kpi-outline.ts';

/**
 * When people came to know of something. `told`: a message reached them. `decided`: the ledger tells of no message yet at
 * that time, so the decision counts. `joined`: it was added to a message that was out. `kept`: nobody was told at once.
 */
export type WhenTold =
  | { readonly kind: 'told' | 'decided'; readonly at: Instant }
  | { readonly kind: 'joined' | 'kept' };

/** When people came to know of a decision that was made then. */
export function whenTold(
  { id, incident }: Pick<Decision, 'id' | 'incident'>,
  madeAt: Instant,
  { toldOf, toldSince }: KpiOutline,
): WhenTold {
  const own = toldOf.get(id) ?? null;
  const ofIncident = incident === undefined ? null : (toldOf.get(incident) ?? null);
  if (own !== null && (ofIncident === null || own <= ofIncident)) return { kind: 'told', at: own };
  // Reminders and other channels name it as well, later: by then it had stood in the message for long.
  if (ofIncident !== null) return ofIncident < madeAt ? { kind: 'joined' } : { kind: 'told', at: ofIncident };
  return toldSince === null || madeAt < toldSince ? { kind: 'decided', at: madeAt } : { kind: 'kept' };
}
