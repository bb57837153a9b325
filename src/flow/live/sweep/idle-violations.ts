import type { Rule } from '../../../core/group/rule.ts';
import type { Episodes, Violation } from '../../../core/plan/incident/episodes.ts';
import { forEnvironment, type Respond } from '../../../core/policy/scale.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { asItSays, isBusy, type WorkOn } from './work-on.ts';

/**
 * Open violations that the policy wants ended and that nothing works on: no action of their incident is under way for
 * the very rule, none was handed over to people, and nobody was asked about it. A rule that was made again, or rewritten,
 * is another one; and a question that nobody answered, asked by another policy, keeps nothing from what today's wants
 * done. Where the policy wants nothing, or does not enforce, none is idle.
 */
export function idleViolations(
  work: Pick<WorkOn, 'busy' | 'asked'>,
  { violations }: Episodes,
  { policy }: Judging,
  environment: string,
): (violation: Violation, rule: Rule | null) => boolean {
  const wishing = (not: readonly Respond[]): ReadonlySet<string> =>
    new Set(
      policy.checks
        .filter(({ standing }) => forEnvironment(standing, environment).some((wish) => !not.includes(wish)))
        .map(({ id }) => id),
    );
  const wanted = wishing(['none', 'restore']);
  const unasked = wishing(['none', 'restore', 'ask']);
  const open = violations.filter(({ state, check }) => (state === 'open' || state === 'closing') && wanted.has(check));
  if (open.length === 0 || forEnvironment(policy.safety.mode, environment) !== 'enforce') return () => false;
  const idle = new Set(open);
  return (violation, rule) => {
    if (rule === null || !idle.has(violation) || isBusy(work, rule, violation.severity)) return false;
    return unasked.has(violation.check) || !work.asked.has(asItSays(rule));
  };
}
