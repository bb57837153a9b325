import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import type { Reminding } from '../live-parts.ts';

/** What a reminder is about. */
export interface RemindBody {
  readonly site: Site;
  readonly group: string;
  readonly incident: string;
  /** Since when it is open: one that was over and came back has other reminders. */
  readonly since: Instant;
  readonly due: Instant;
}

/** The task to remind of an open incident for the next time after `now`: one for each such time, however it comes about. */
export function remindTask(incident: Incident, now: Instant, reminding: Reminding): NewTask {
  const since = openSince(incident);
  const due = nextReminder(since, now, reminding);
  const body: RemindBody = { site: incident.site, group: incident.group, incident: incident.id, since, due };
  const id = `remind/${incident.id}/${since}/${due}`;
  return { id, key: id, kind: 'remind', due, body: JSON.stringify(body) };
}

/** Since when an incident is open, without the time that it was over. */
export function openSince({ openedAt, againAt }: Pick<Incident, 'openedAt' | 'againAt'>): Instant {
  return againAt ?? openedAt;
}

/** The first reminder after `now` of what is open since then; those that have passed are not made up for. */
export function nextReminder(since: Instant, now: Instant, { after, every }: Reminding): Instant {
  const next = after.find((span) => since + span > now);
  if (next !== undefined) return since + next;
  const last = since + (after.at(-1) ?? 0);
  return last + (Math.floor((now - last) / every) + 1) * every;
}
