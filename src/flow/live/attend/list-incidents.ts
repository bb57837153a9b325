import type { Store } from '../../../contracts/store.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import { severities } from '../../../core/policy/scale.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';
import { openSince } from '../watch/remind-task.ts';
import { type IncidentView, viewIncident } from './view-incident.ts';

/** Incidents that are wanted: open ones first, the worst first, then those that are open the longest. */
export async function listIncidents(
  store: Store,
  wants: (incident: Incident) => boolean,
): Promise<readonly IncidentView[]> {
  const incidents = (await pagesUnder(store, rowName('incident', ''))).flatMap((row) => readRow('incident', row) ?? []);
  const views: IncidentView[] = [];
  for (const incident of incidents.filter(wants).sort(byUrgency)) views.push(await viewIncident(store, incident));
  return views;
}

function byUrgency(a: Incident, b: Incident): number {
  const isOver = Number(a.closedAt !== null) - Number(b.closedAt !== null);
  if (isOver !== 0) return isOver;
  if (a.closedAt !== null && b.closedAt !== null) return b.closedAt - a.closedAt;
  return severities.indexOf(b.severity) - severities.indexOf(a.severity) || openSince(a) - openSince(b);
}
