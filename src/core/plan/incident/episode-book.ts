import type { Episodes, Incident, Violation } from './episodes.ts';

/** The key of a violation within its group. */
export function violationKey({ check, tuple }: Pick<Violation, 'check' | 'tuple'>): string {
  return `${check}/${tuple}`;
}

/** Working copies of what is known of a group's violations and incidents: what is different in the end is what is told. */
export class EpisodeBook {
  readonly violations: Map<string, Violation>;
  readonly incidents: Map<string, Incident>;
  readonly incidentOf = new Map<string, string>();
  /** Violations that a decision of now finds. */
  readonly objected = new Set<string>();
  constructor({ violations, incidents }: Episodes) {
    this.violations = new Map(violations.map((each) => [violationKey(each), each]));
    this.incidents = new Map(incidents.map((each) => [each.id, each]));
  }
}
