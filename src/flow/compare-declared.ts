import type { Declared, DeclaredGroup } from '../core/group/declared.ts';
import { compareBaseline, type Drift } from '../core/policy/baseline/compare-baseline.ts';
import { compareRules, isInStep, type RuleDrift } from '../core/policy/baseline/compare-rules.ts';
import type { BaselineGroup } from '../core/policy/policy.ts';
import { minus } from '../core/reach/algebra.ts';
import { nothing } from '../core/reach/reach.ts';
import { boundsOfSeen } from '../core/reach/seen-bounds.ts';
import { findGroup } from '../core/verdict/baseline-drift.ts';

/** How one group of a file differs from what a baseline wants of it; `found: null` when the file has no such group. */
export interface GroupComparison {
  readonly wanted: BaselineGroup;
  readonly found: DeclaredGroup | null;
  readonly drift: Drift;
  readonly rules: RuleDrift;
  readonly inStep: boolean;
}

/** How a file differs from a baseline. */
export interface Comparison {
  /** In the order of the baseline. */
  readonly groups: readonly GroupComparison[];
  /** Groups of the file that the baseline does not name. */
  readonly unnamed: readonly DeclaredGroup[];
}

/**
 * Compares every group of a baseline with a file, by effect and by rule. What a file does not tell for sure counts as
 * open where it may be extra, and as missing where it may be missing.
 */
export function compareDeclared(baseline: readonly BaselineGroup[], declared: Declared): Comparison {
  const entries = new Map(declared.lists.map((list) => [list.id, list.entries]));
  const lists = (id: string) => entries.get(id) ?? null;
  const pairs = declared.groups.map((group) => ({
    group,
    wanted: findGroup(baseline, { ...group, attached: null }),
  }));
  const compare = (wanted: BaselineGroup, found: DeclaredGroup | null): GroupComparison => {
    const rules = found === null || found.deleted ? [] : found.rules;
    const self = found?.id ?? wanted.id ?? found?.address;
    const known = self === undefined ? { lists } : { lists, self };
    const { held, certain } = found === null ? none : boundsOfSeen(rules, true, known);
    const drift = { ...compareBaseline(wanted.reach, held), missing: minus(wanted.reach, certain) };
    const ruleDrift = compareRules(wanted.rules, rules, drift, { wanted: known, stands: known });
    return { wanted, found, drift, rules: ruleDrift, inStep: isInStep(drift) };
  };
  return {
    groups: baseline.flatMap((wanted) => {
      const own = pairs.filter((pair) => pair.wanted === wanted);
      return own.length === 0 ? [compare(wanted, null)] : own.map(({ group }) => compare(wanted, group));
    }),
    unnamed: pairs.filter((pair) => pair.wanted === null && !pair.group.deleted).map(({ group }) => group),
  };
}

const none = { held: nothing, certain: nothing };
