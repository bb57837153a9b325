import type { Json } from '../../leaf/canonical.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Incident, Violation } from '../../plan/incident/episodes.ts';

/** An incident as the newest entry tells it, and when the first one did. */
export interface SeenIncident {
  readonly incident: Incident;
  readonly seenAt: Instant;
}

/** The incidents of a ledger and all episodes of their violations, as the newest entries tell them. */
export class SeenIncidents {
  readonly incidents = new Map<string, SeenIncident>();
  readonly #violations = new Map<string, Map<string, Violation>>();

  /** Takes what an entry says of violations and incidents; entries of one shard in order. */
  take(follows: Json | undefined, writtenAt: Instant): void {
    if (follows === undefined || follows === null) return;
    const { violations = [], incidents = [] } = follows as unknown as {
      readonly violations?: readonly Violation[];
      readonly incidents?: readonly Incident[];
    };
    for (const incident of incidents) {
      const seenAt = this.incidents.get(incident.id)?.seenAt ?? writtenAt;
      this.incidents.set(incident.id, { incident, seenAt });
    }
    for (const each of violations) {
      const own = this.#violations.get(each.incident) ?? new Map<string, Violation>();
      this.#violations.set(each.incident, own);
      // What came back is another episode of the same violation.
      own.set([each.check, each.tuple, each.openedAt].join('\0'), each);
    }
  }

  /** All episodes of an incident's violations. */
  violationsOf(incident: string): readonly Violation[] {
    return [...(this.#violations.get(incident)?.values() ?? [])];
  }
}
