import type { Instant } from '../leaf/instant.ts';
import { intersect, isEmpty, meets, minus, unionOf } from '../reach/algebra.ts';
import { exactly, settle } from '../reach/bounds.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { collapse } from './collapse.ts';
import type { ListBook } from './lists.ts';
import { reachOfRules } from './rule-reach.ts';
import { type StandingRule, tupleKey } from './standing.ts';
import type { Cut, Moment } from './timeline.ts';
import type { Trace } from './trace.ts';

/** What stood for so many milliseconds before it was replaced in one go counts as before: nothing was opened by that. */
const settledAfter = 86_400_000;

/** The history of one group, of which the end is wholly known. */
export interface UncoveredHistory {
  readonly traces: readonly Trace[];
  readonly momentAt: (cut: Cut) => Moment | null;
  readonly lists: ListBook;
  /** Keys of rules that are known to be gone by now, though no evidence says so yet. */
  readonly gone: ReadonlySet<string>;
}

/**
 * Changes whose rules opened what others permitted already, and that these permit no more: each as it would have been
 * without what is gone, by the id of the change. Only rules that surely stand at the end, with the content that the change
 * gave them, count, and only for what the change was not judged by before.
 */
export function uncoveredTraces(history: UncoveredHistory): ReadonlyMap<string, Trace> {
  const { traces, momentAt, lists, gone } = history;
  const found = new Map<string, Trace>();
  const end = momentAt({ kind: 'end' });
  if (end === null || end.known !== 'known') return found;
  const left = end.rules.filter(({ key }) => !gone.has(key));
  const now = new Map(left.filter(({ sure }) => sure).map((rule) => [rule.key, rule]));
  const reachNow = (rules: readonly StandingRule[]): Reach => reachOfRules(rules, lists, end.lists);
  // What only may stand is not known to hide nothing.
  const perhaps = reachNow(left.filter(({ sure }) => !sure));
  for (const trace of traces) {
    const added = trace.delta.added.filter((rule) => isSame(rule, now.get(rule.key)));
    const before = added.length > 0 && isHidden(trace) ? momentAt({ kind: 'before', id: trace.id }) : null;
    if (before === null) continue;
    const replaced = replacedBy(trace, traces);
    const hides = (rule: StandingRule): Reach => {
      const today = now.get(rule.key);
      if (today === undefined) return isReplaced(rule, replaced, trace.at) ? reachNow([rule]) : nothing;
      return isSame(rule, today) ? reachNow([rule]) : intersect(reachNow([rule]), reachNow([today]));
    };
    const still = unionOf([perhaps, ...before.rules.filter(({ sure }) => sure).map(hides)]);
    const opened = reachNow(added);
    const gained = minus(settle(minus(opened, still), still).gained, trace.effect.gained.atMost);
    if (isEmpty(gained)) continue;
    const own = added.filter((rule) => meets(reachNow([rule]), gained));
    found.set(trace.id, bare(trace, own, { opened, still, gained }));
  }
  return found;
}

function isHidden({ change, opened, before }: Trace): boolean {
  if (change === null || change.record.result !== 'applied' || change.kind === 'list-edited') return false;
  return meets(opened, before.certain);
}

function isSame(rule: StandingRule, other: StandingRule | undefined): boolean {
  return other !== undefined && tupleKey(rule) !== null && tupleKey(rule) === tupleKey(other);
}

/** Keys of the rules that the same hand took away in the same go, afterwards. */
function replacedBy(trace: Trace, traces: readonly Trace[]): ReadonlySet<string> {
  const act = collapse(traces).find((each) => each.includes(trace)) ?? [];
  return new Set(act.slice(act.indexOf(trace) + 1).flatMap(({ delta }) => delta.removed.map(({ key }) => key)));
}

/** One who puts a narrower rule in the place of an old one has opened nothing, in whatever order. */
function isReplaced({ key, since }: StandingRule, replaced: ReadonlySet<string>, at: Instant): boolean {
  return replaced.has(key) && (since === null || since.record.at <= at - settledAfter);
}

function bare(
  trace: Trace,
  own: readonly StandingRule[],
  { opened, still, gained }: { readonly opened: Reach; readonly still: Reach; readonly gained: Reach },
): Trace {
  const after = unionOf([still, opened]);
  const ids = new Set(own.map(({ id }) => id));
  const removed = trace.delta.removed.filter(({ id }) => id !== null && ids.has(id));
  return {
    ...trace,
    delta: { added: [...own], removed, unknown: false },
    before: { ...exactly(still), held: still },
    after: { ...exactly(after), held: after },
    ...{ opened: gained, closed: nothing, latent: [] },
    effect: {
      gained: { atLeast: gained, atMost: gained },
      lost: { atLeast: nothing, atMost: nothing, unknown: false },
    },
  };
}
