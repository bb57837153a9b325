import type { Rule } from '../../../core/group/rule.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Backlog } from '../../../core/plan/backlog/backlog.ts';
import { carriedBy } from '../../../core/plan/backlog/carried-by.ts';
import { withoutKnown } from '../../../core/plan/backlog/without-known.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { type Breaking, breaks } from '../../../core/plan/standing-act.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import { isAtLeast } from '../../../core/policy/scale.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { UnexplainedRow } from '../tables.ts';

/** What is known of what a group breaks already. */
export interface StandingKnown extends Breaking {
  readonly backlog: Backlog | null;
  readonly violations: readonly Violation[];
  /** Nobody works on this rule though the policy wants the violation ended, nor was any person told that nobody will. */
  readonly isIdle: (violation: Violation, rule: Rule | null) => boolean;
  /** Differences that are waiting for a record, and judged by themselves. */
  readonly waiting: readonly UnexplainedRow[];
  /** Rules that are about to be given back what they said, by name: what they say now goes with that. */
  readonly returning?: ReadonlySet<string>;
  /** Rules that are judged as what somebody opened, by name: nothing hides them any more. */
  readonly uncovered?: ReadonlySet<string>;
}

/** How a violation stands that people know of: it is open, or was set aside by time or by somebody. */
const known: ReadonlySet<Violation['state']> = new Set(['open', 'closing', 'unattended', 'resolved'] as const);

/**
 * What stands against the policy and nobody has been told of: not in the backlog (or worse than there), in no violation,
 * and not by rules whose record may still come, or that are being given back what they said. Rules that break a check only together are one violation, whichever of
 * them it was told by. `null` where that is nothing.
 */
export function standingNews({ standing, now }: JudgedSubject, told: StandingKnown): StandingDecision | null {
  if (standing === null) return null;
  const owed =
    told.backlog === null ? standing : withoutKnown(told.backlog, standing, carriedBy(now.rules, told.known));
  const waiting = new Set(told.waiting.flatMap(({ rule, was }) => (was === 'vanished' ? [] : (rule?.id ?? []))));
  const isLeft = (name: string): boolean =>
    !waiting.has(name) && told.uncovered?.has(name) !== true && told.returning?.has(name) !== true;
  const open = told.violations.filter(({ state }) => known.has(state));
  const carriers: Record<string, readonly string[]> = {};
  const checks = owed.verdict.checks.filter(({ id, ruling, severity }) => {
    if (ruling !== 'breach' || severity === 'none') return false;
    const all = owed.carriers[id] ?? [];
    carriers[id] = all.filter(isLeft);
    if (all.length > 0 && carriers[id].length === 0) return false;
    const own = open.filter(({ check }) => check === id);
    const isTold = (one: Violation, rule: Rule | null): boolean =>
      isAtLeast(one.severity, severity) && !told.isIdle(one, rule);
    const meant = now.rules.filter((rule) => carriers[id]!.includes(nameRule(rule)));
    const sole = meant.filter((rule) => breaks([rule], id, standing, told));
    if (sole.length === 0) return !own.some((one) => isTold(one, null));
    const old = sole.filter((rule) => own.some((one) => one.tuple === tupleText(rule) && isTold(one, rule)));
    const names = new Set(old.map(nameRule));
    carriers[id] = carriers[id]!.filter((name) => !names.has(name));
    return old.length < sole.length;
  });
  if (checks.length === 0) return null;
  const severity = checks.reduce(
    (worst, each) => (isAtLeast(worst, each.severity) ? worst : each.severity),
    checks[0]!.severity,
  );
  const kept = Object.fromEntries(checks.map(({ id }) => [id, carriers[id]!]));
  return { ...owed, carriers: kept, verdict: { ...owed.verdict, ruling: 'breach', severity, checks } };
}
