import { type Instant, writeInstant } from '../../leaf/instant.ts';
import { type Severity, severities } from '../../policy/scale.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { type Backlog, type BacklogEntry, type Carried, groupOf } from './backlog.ts';

/** Days until something has to be closed, by its severity. */
export type DueDays = Readonly<Record<Exclude<Severity, 'none'>, number>>;

/** What is usual: a week for what is critical, half a year for what is low. */
export const usualDueDays: DueDays = { critical: 7, high: 30, medium: 90, low: 180 };

/** What stands against a policy, and what is told about its rules. */
export interface Owed {
  readonly decision: StandingDecision;
  readonly carried: Carried;
  /** Since when and by whom a rule stands, by its name in `carriers`, where an archive tells. */
  readonly since: (name: string) => { readonly since: string | null; readonly by: string | null };
}

const day = 86_400_000;

/** Writes down what stands against a policy at a moment: one entry for each group, check and rule, none of severity `none`. */
export function makeBacklog(owed: readonly Owed[], taken: Instant, policy: string, days: DueDays): Backlog {
  const entries = owed.flatMap(({ decision, carried, since }) =>
    decision.verdict.checks.flatMap(({ id, ruling, severity }): readonly BacklogEntry[] => {
      if (ruling === 'permitted' || severity === 'none') return [];
      const about = {
        group: groupOf(decision),
        check: id,
        severity,
        environment: decision.on.environment,
        owner: decision.on.owner,
        due: writeInstant(taken + days[severity] * day).slice(0, 10),
      };
      const names = decision.carriers[id] ?? [];
      if (names.length === 0) return [{ ...about, rule: null, opens: null, since: null, by: null }];
      return names.map((name) => ({ ...about, ...carried(name), ...since(name) }));
    }),
  );
  return { taken: writeInstant(taken), policy, entries: withoutTwins(entries).sort(byUrgency) };
}

function withoutTwins(entries: readonly BacklogEntry[]): BacklogEntry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(keyOf(entry)), entry])).values()];
}

function keyOf({ group, check, rule }: BacklogEntry): readonly unknown[] {
  return [group.account, group.region, group.id, group.name, group.vpc, check, rule];
}

function byUrgency(a: BacklogEntry, b: BacklogEntry): number {
  const [first, second] = [a, b].map((each) => JSON.stringify(keyOf(each)));
  return (
    (a.due < b.due ? -1 : a.due > b.due ? 1 : 0) ||
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    (first! < second! ? -1 : 1)
  );
}
