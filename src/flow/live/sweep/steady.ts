import { digestName } from '../../../core/leaf/digest.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import type { Backlog } from '../../../core/plan/backlog/backlog.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { evidenceId } from '../memory/subject-evidence.ts';
import { isInForce } from '../perform/granted.ts';

/**
 * All that a judgement of what stands follows from, as one short name: while it stays the same a sweep need not judge the
 * group again. Evidence, policy, exceptions and grants in force, and what of the backlog is past its day.
 */
export function steadyDigest(
  memory: SubjectMemory,
  { policy, engine }: Judging,
  backlog: Backlog | null,
  now: Instant,
): string {
  const told = [memory.evidence, ...memory.beside.values()].map((each) => each.map(evidenceId).join(' '));
  const inForce = policy.exceptions.filter(({ from, until }) => (from ?? 0) <= now && now < until).map(({ id }) => id);
  const grants = memory.grants.filter((each) => isInForce(each, now)).map(({ id, version }) => `${id}/${version}`);
  const today = writeInstant(now).slice(0, 10);
  const overdue = backlog?.entries.filter(({ due }) => due < today).length ?? null;
  return digestName(
    JSON.stringify([engine, policy.digest, inForce, grants, backlog?.taken, backlog?.entries.length, overdue, told]),
  );
}
