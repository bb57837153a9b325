import { digestName } from '../../leaf/digest.ts';
import { type Instant, readInstant } from '../../leaf/instant.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Decision } from '../decision.ts';
import { firstChange } from '../first-change.ts';
import type { EpisodeBook } from './episode-book.ts';
import type { Family, Incident, Violation } from './episodes.ts';
import type { Following } from './follow-incidents.ts';

/** What comes back within so many milliseconds is the same incident; later it is another one that names it. */
export const recurrence = 86_400_000;

/** A violation that opens: by which decision, and what was known of the same one before. */
interface Opening {
  readonly decision: Decision;
  readonly family: Family;
  readonly severity: Severity;
  readonly before: Violation | null;
}

/** The incident that an opening violation belongs to: that of its decision, an open one, one that ended lately, or a new one. */
export function incidentFor(
  { decision, family, severity, before }: Opening,
  { site, group, now, instead }: Following,
  book: EpisodeBook,
): Incident {
  const names = [decision.id, ...(instead?.get(decision.id) ?? [])];
  const alike = [...book.incidents.values()].filter((each) => each.family === family);
  const [told] = telling(names, alike);
  if (told !== undefined) return reopen(told, book);
  const running = alike.find(({ closedAt }) => closedAt === null);
  if (running !== undefined) return running;
  const earlier = before === null ? null : (book.incidents.get(before.incident) ?? null);
  if (earlier !== null && now - (earlier.closedAt ?? now) <= recurrence) return reopen(earlier, book);
  const id = `inc_${digestName([site.account, site.region, group, family, firstChange(decision)].join('/'))}`;
  const same = book.incidents.get(id);
  if (same !== undefined) return reopen(same, book);
  const incident: Incident = {
    id,
    site,
    group,
    family,
    severity,
    openedAt: Math.min(readInstant(decision.at) ?? now, now),
    closedAt: null,
    decisions: [],
    earlier: earlier?.id ?? null,
  };
  book.incidents.set(incident.id, incident);
  return incident;
}

function reopen(incident: Incident, book: EpisodeBook): Incident {
  const again = { ...incident, closedAt: null };
  book.incidents.set(incident.id, again);
  return again;
}

/**
 * The incidents of the decisions that this one takes the place of. What one call did may have been seen piece by piece:
 * then one of them can be over before another begins.
 */
export function replacedIncidents(
  { id }: Decision,
  instead: Following['instead'],
  book: EpisodeBook,
): readonly Incident[] {
  return telling(instead?.get(id) ?? [], [...book.incidents.values()]);
}

/** Those of incidents that tell one of these decisions; what is under way first, since more is to come of that. */
function telling(names: readonly string[], incidents: readonly Incident[]): readonly Incident[] {
  const found = incidents.filter(({ decisions }) => decisions.some((id) => names.includes(id)));
  return found.toSorted((a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null));
}

/** A group has one open incident of a family: what comes back while one is open is part of that, which begins anew. */
export function incidentAgain({ severity }: Violation, incident: Incident, now: Instant, book: EpisodeBook): Incident {
  if (incident.closedAt === null) return incident;
  const alike = [...book.incidents.values()].filter(({ family }) => family === incident.family);
  const running = alike.find(({ closedAt }) => closedAt === null);
  if (running !== undefined) return { ...running, severity: worse(running.severity, severity), againAt: now };
  if (now - incident.closedAt <= recurrence) return { ...incident, closedAt: null };
  const id = `inc_${digestName(`${incident.id}/${now}`)}`;
  return { ...incident, id, openedAt: now, closedAt: null, earlier: incident.id };
}
