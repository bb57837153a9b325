import { type Instant, readInstant } from '../../leaf/instant.ts';
import type { ActorRow, Decision } from '../../plan/decision.ts';
import type { StandingDecision } from '../../plan/standing-decision.ts';
import type { Bearings } from './grouping.ts';
import type { KpiOutline } from './kpi-outline.ts';
import type { KpiSums } from './kpi-sums.ts';
import { whenTold } from './when-told.ts';

/** What happened so long before the ledger began came from an archive: no time to detect it can be told. */
const backfill = 3_600_000;

/**
 * Counts a decision once, by its last verdict; what was told of it by its first. A drill, a look at what stands and a change of
 * our own are nobody's change.
 */
export function countDecision(
  decision: Decision | StandingDecision,
  madeAt: Instant,
  sums: KpiSums,
  outline: KpiOutline,
): void {
  const { canaries, drilled } = outline;
  const { id, on } = decision;
  if (drilled.has(id) || (on.id !== null && canaries.has(on.id))) sums.count('drills');
  else if (!('call' in decision)) sums.count('standing');
  else if (decision.own !== undefined) sums.count('own');
  else countChange(decision, madeAt, sums, outline);
}

function countChange(decision: Decision, madeAt: Instant, sums: KpiSums, outline: KpiOutline): void {
  const { began, revised } = outline;
  const { id, records, verdict } = decision;
  sums.count('judged');
  const isAttempt = decision.call.result !== 'applied';
  const first = verdict?.ruling ?? 'clear';
  const last = revised.get(id) ?? { ruling: first, severity: verdict?.severity ?? 'none' };
  sums.count(isAttempt ? 'attempts' : 'changes');
  if (revised.has(id)) sums.count('revised');
  const at = readInstant(decision.at) ?? madeAt;
  const receivedAt = readInstant(records[0]?.receivedAt ?? '');
  const isOld = at < (began ?? at) - backfill || (receivedAt === null && records.length > 0);
  const when = whenTold(decision, madeAt, outline);
  const objects = first === 'breach' || (first === 'unknown' && verdict?.severity !== 'none');
  if (objects && !isOld && when.kind === 'kept') sums.count('kept');
  if (isAttempt) {
    if (last.ruling === 'breach') sums.count('unauthorisedAttempts');
    return;
  }
  sums.count(`ruling ${last.ruling}`);
  if (last.ruling !== 'breach') return;
  sums.count('unauthorised');
  sums.count(`severity ${last.severity}`);
  if (isOld) sums.count('backfilled');
  else if (receivedAt === null) sums.count('unrecorded');
  else sums.told(when, { at, receivedAt });
}

/** Where a decision was made, and whose change it was. */
export function bearingsOf(decision: Decision | StandingDecision, madeAt: Instant): Bearings {
  const { account, on, region } = decision;
  return {
    ...{ account: account.id, region, team: on.owner, environment: on.environment },
    actor: 'actor' in decision ? actorName(decision.actor) : null,
    at: (decision.at === null ? null : readInstant(decision.at)) ?? madeAt,
  };
}

/** Whoever did it: a name that AWS asserts, else the role; what a caller merely claims is nobody's deed. */
function actorName({ identity, person, principal }: ActorRow): string | null {
  return identity === 'asserted' ? (person ?? principal) : (principal ?? person);
}
