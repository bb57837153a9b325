import type { Instant } from '../../leaf/instant.ts';
import type { Incident, Violation } from '../../plan/incident/episodes.ts';
import type { KpiOutline } from './kpi-outline.ts';

/**
 * How an incident ended. `ours`: by an action of ours that nobody had to agree to; `approved`: by one that a person
 * ordered or agreed to; `people`: somebody else closed it; `accepted`: an exception, a grant or a person with a reason
 * says that it may stand. `lapsed`: nothing of it stood and nobody looked at it; `withdrawn`: it turned out to be none.
 */
export const incidentEnds = ['ours', 'approved', 'people', 'accepted', 'lapsed', 'withdrawn'] as const;
/** One of `incidentEnds`. */
export type IncidentEnd = (typeof incidentEnds)[number];

/** When and how an incident ended; `null` while it is open. */
export function endOf(
  { closedAt, decisions, id }: Incident,
  violations: readonly Violation[],
  actions: ReadonlyMap<string, readonly string[]>,
  { ordered, resolved, verified }: KpiOutline,
): { readonly at: Instant; readonly how: IncidentEnd } | null {
  const resolvedAt = resolved.get(id);
  if (closedAt === null) return resolvedAt === undefined ? null : { at: resolvedAt, how: 'accepted' };
  if (resolvedAt !== undefined && resolvedAt <= closedAt) return { at: resolvedAt, how: 'accepted' };
  const isAny = (...states: readonly Violation['state'][]) => violations.some(({ state }) => states.includes(state));
  if (isAny('accepted', 'resolved')) return { at: closedAt, how: 'accepted' };
  if (isAny('gone', 'group gone')) {
    const own = decisions.flatMap((each) => actions.get(each) ?? []).filter((each) => verified.has(each));
    const how = own.length === 0 ? 'people' : own.some((each) => ordered.has(each)) ? 'approved' : 'ours';
    return { at: closedAt, how };
  }
  return { at: closedAt, how: isAny('unattended') ? 'lapsed' : 'withdrawn' };
}
