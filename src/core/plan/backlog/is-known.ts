import { isAtLeast } from '../../policy/scale.ts';
import type { CheckVerdict } from '../../verdict/verdict.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { type Backlog, type BacklogEntry, type BacklogGroup, type Carried, groupOf, type Opens } from './backlog.ts';

/**
 * Whether a backlog has it already. `worse`: it has the check for this group, but with less severity, other rules, a
 * prefix list that opened less, or a due date that was past when the group was looked at.
 */
export type Familiarity = 'known' | 'worse' | 'new';

/** How familiar a backlog is with what a policy says of a group: by the least familiar of its objections. */
export function isKnown(backlog: Backlog, decision: StandingDecision, carried: Carried): Familiarity {
  const found = new Set(knownChecks(backlog, decision, carried).values());
  return found.has('new') ? 'new' : found.has('worse') ? 'worse' : 'known';
}

/** The same for each check that objects and is not excused, by its id. */
export function knownChecks(
  backlog: Backlog,
  decision: StandingDecision,
  carried: Carried,
): ReadonlyMap<string, Familiarity> {
  const group = groupOf(decision);
  const index = entriesBy(backlog);
  const near = [group.id ?? '', `name ${group.name}`].flatMap((key) => index.get(key) ?? []);
  const entries = near.filter((entry) => isSame(entry.group, group));
  return new Map(
    decision.verdict.checks
      .filter(({ ruling, severity }) => ruling !== 'permitted' && severity !== 'none')
      .map((check) => [check.id, familiarity(check, entries, decision, carried)]),
  );
}

function familiarity(
  { id, severity }: CheckVerdict,
  entries: readonly BacklogEntry[],
  decision: StandingDecision,
  carried: Carried,
): Familiarity {
  const own = entries.filter((entry) => entry.check === id);
  if (own.length === 0) return 'new';
  const names = decision.carriers[id] ?? [];
  const rules = names.length === 0 ? [{ rule: null, opens: null }] : names.map(carried);
  const isOwed = ({ rule, opens }: { readonly rule: string | null; readonly opens: Opens | null }) =>
    own.some(
      (entry) =>
        entry.rule === rule &&
        isAtLeast(entry.severity, severity) &&
        !opensMore(opens, entry.opens) &&
        !isOverdue(entry, decision),
    );
  return rules.every(isOwed) ? 'known' : 'worse';
}

/** The day itself still counts. Files that do not say when they were looked at make nothing overdue. */
function isOverdue({ due }: BacklogEntry, { at }: StandingDecision): boolean {
  return at !== null && due < at.slice(0, 10);
}

function opensMore(now: Opens | null, then: Opens | null): boolean {
  if (now === null || (then !== null && 'unknown' in then)) return false;
  if ('unknown' in now || then === null) return true;
  return BigInt(now.ipv4) > BigInt(then.ipv4) || BigInt(now.networks64) > BigInt(then.networks64);
}

/** Ids decide where both are told; a file that declares groups may know but their names. */
function isSame(a: BacklogGroup, b: BacklogGroup): boolean {
  const fits = (one: string | null, other: string | null) => one === null || other === null || one === other;
  if (!fits(a.account, b.account) || !fits(a.region, b.region)) return false;
  return a.id !== null && b.id !== null ? a.id === b.id : a.name === b.name && fits(a.vpc, b.vpc);
}

const indexes = new WeakMap<Backlog, ReadonlyMap<string, readonly BacklogEntry[]>>();

/** The entries by group id, and by name for groups of which only one side knows the id. */
function entriesBy(backlog: Backlog): ReadonlyMap<string, readonly BacklogEntry[]> {
  const made = indexes.get(backlog);
  if (made !== undefined) return made;
  const ids = Map.groupBy(backlog.entries, ({ group }) => group.id ?? '');
  const names = Map.groupBy(backlog.entries, ({ group }) => `name ${group.name}`);
  const index = new Map([...names, ...[...ids].filter(([id]) => id !== '')]);
  indexes.set(backlog, index);
  return index;
}
