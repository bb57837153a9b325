import type { Instant } from '../../leaf/instant.ts';
import type { Incident } from './episodes.ts';

/** An incident that is open and was not says since when: whoever reminds counts from there. */
export function sinceWhen(incident: Incident, before: Incident | undefined, now: Instant): Incident {
  if (incident.closedAt !== null || before?.closedAt === null) return incident;
  const { againAt: _again, ...first } = incident;
  return before === undefined ? first : { ...first, againAt: now };
}
