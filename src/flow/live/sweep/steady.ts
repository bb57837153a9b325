import { digestName } from '../../../core/leaf/digest.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import type { Backlog } from '../../../core/plan/backlog/backlog.ts';
import { unattended } from '../../../core/plan/incident/follow-incidents.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { evidenceId } from '../memory/subject-evidence.ts';
import { isInForce } from '../perform/granted.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';
import type { WorkOn } from './work-on.ts';

/** What else than the policy and what is known of a group says what a sweep makes of it. */
export interface SteadyBy {
  readonly backlog: Backlog | null;
  readonly episodes: KnownEpisodes;
  readonly work: Omit<WorkOn, 'acted'>;
  readonly now: Instant;
}

/**
 * All that a judgement of what stands follows from, with what is done about it already, as one short name: while it stays
 * the same a sweep need not judge the group again. Evidence, policy, exceptions and grants in force, what of the backlog
 * is past its day, violations with what works on them, and those of which a week is over.
 */
export function steadyDigest(
  memory: SubjectMemory,
  { policy, engine }: Judging,
  { backlog, episodes, work, now }: SteadyBy,
): string {
  const told = [memory.evidence, ...memory.beside.values()].map((each) => each.map(evidenceId).join(' '));
  const inForce = policy.exceptions.filter(({ from, until }) => (from ?? 0) <= now && now < until).map(({ id }) => id);
  const grants = memory.grants.filter((each) => isInForce(each, now)).map(({ id, version }) => `${id}/${version}`);
  const today = writeInstant(now).slice(0, 10);
  const overdue = backlog?.entries.filter(({ due }) => due < today).length ?? null;
  const old = episodes.violations.filter(({ openedAt }) => now - openedAt >= unattended).length;
  const seenTo = [
    ...episodes.versions,
    old,
    [...work.busy].map(([rule, upTo]) => `${rule} ${upTo}`).sort(),
    ...[work.returning, work.asked].map((each) => [...each].sort()),
  ];
  const rules = [engine, policy.digest, inForce, grants, backlog?.taken, backlog?.entries.length, overdue];
  return digestName(JSON.stringify([rules, told, memory.swept === null, seenTo]));
}
