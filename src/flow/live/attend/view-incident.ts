import type { Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { acknowledgedBy } from '../../../core/plan/incident/acknowledged-by.ts';
import type { Incident, Violation } from '../../../core/plan/incident/episodes.ts';
import { pagesUnder } from '../pages-under.ts';
import type { MessageRow } from '../post/post-rows.ts';
import { decisionAt } from '../sweep/decision-at.ts';
import { readRow, rowName } from '../tables.ts';
import { episodesOf } from '../watch/episodes-of.ts';

/**
 * How an incident stands for people: `open`: nobody sees to it. `acknowledged`: somebody does. `accepted`: an exception or
 * grant lets it stand. `resolved`: somebody said why it is over. `lapsed`: nothing of it stood, and nobody looked.
 */
export type IncidentState = 'open' | 'acknowledged' | 'closed' | 'accepted' | 'resolved' | 'lapsed';

/** An incident with what people want to know beside it. */
export interface IncidentView {
  readonly incident: Incident;
  readonly state: IncidentState;
  readonly violations: readonly Violation[];
  /** Name, owner and environment of the group, as its newest decision tells them. */
  readonly name: string | null;
  readonly owner: string | null;
  readonly environment: string | null;
  readonly acknowledged: NonNullable<Incident['acknowledged']> | null;
  /** When somebody has to have acknowledged it, where a message of it says so and nobody has; it may have passed. */
  readonly answerBy: Instant | null;
  /** The messages that tell of it. */
  readonly messages: readonly MessageRow[];
}

/** Reads what belongs to an incident. */
export async function viewIncident(store: Store, incident: Incident): Promise<IncidentView> {
  const { violations: all } = await episodesOf(store, incident.site, incident.group);
  const violations = all.filter((each) => each.incident === incident.id);
  const last = incident.decisions.at(-1);
  const on = last === undefined ? undefined : (await decisionAt(store, last))?.on;
  const acknowledged = acknowledgedBy(incident);
  const messages = await messagesOf(store, incident.id);
  return {
    ...{ incident, violations, acknowledged, messages, state: stateOf(incident, violations) },
    ...{ name: on?.name ?? null, owner: on?.owner ?? null, environment: on?.environment ?? null },
    answerBy: incident.closedAt !== null || acknowledged !== null ? null : answerBy(messages),
  };
}

async function messagesOf(store: Store, incident: string): Promise<readonly MessageRow[]> {
  const found: MessageRow[] = [];
  for (const mention of await pagesUnder(store, rowName('mention', incident, ''))) {
    const name = readRow('mention', mention)?.message;
    const row = name === undefined ? null : readRow('message', await store.row(rowName('message', name)));
    if (row !== null) found.push(row);
  }
  return found;
}

function answerBy(messages: readonly MessageRow[]): Instant | null {
  const times = messages.flatMap(({ acknowledged, escalation }) =>
    escalation === null || acknowledged !== null ? [] : [escalation.at],
  );
  return times.length === 0 ? null : Math.min(...times);
}

function stateOf(incident: Incident, violations: readonly Violation[]): IncidentState {
  if (incident.closedAt === null) return acknowledgedBy(incident) === null ? 'open' : 'acknowledged';
  const ends = new Set(violations.map(({ state }) => state));
  if (ends.has('resolved')) return 'resolved';
  if (ends.size === 1 && ends.has('accepted')) return 'accepted';
  return ends.size === 1 && ends.has('unattended') ? 'lapsed' : 'closed';
}
