import type { Instant } from '../leaf/instant.ts';
import { intersect, isEmpty, meets, minus, unionOf } from '../reach/algebra.ts';
import { exactly, settle } from '../reach/bounds.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { collapse } from './collapse.ts';
import type { ListBook } from './lists.ts';
import { netOf } from './net.ts';
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
  /** What stood by then is as good as old: it was taken stock of. */
  readonly adopted?: Instant | null;
}

/** What a change opened after all. `putBack`: it put back what the same hand had just taken away, and that was not old. */
export interface UncoveredTrace extends Trace {
  readonly putBack: boolean;
}

/**
 * Changes whose rules opened what others permitted already, and that these permit no more: each as it would have been
 * without what is gone, by the id of the change. So are those that put back what the same hand took away in the same go,
 * unless that had stood for a day. Only rules that surely stand at the end, with the content that the change gave them,
 * count, and only for what the change was not judged by before, by itself and by net effect.
 */
export function uncoveredTraces(history: UncoveredHistory): ReadonlyMap<string, UncoveredTrace> {
  const { traces, momentAt, lists, gone, adopted = null } = history;
  const found = new Map<string, UncoveredTrace>();
  const end = momentAt({ kind: 'end' });
  if (end === null || end.known !== 'known') return found;
  const left = end.rules.filter(({ key }) => !gone.has(key));
  const now = new Map(left.filter(({ sure }) => sure).map((rule) => [rule.key, rule]));
  const reachNow = (rules: readonly StandingRule[]): Reach => reachOfRules(rules, lists, end.lists);
  // What only may stand is not known to hide nothing.
  const perhaps = reachNow(left.filter(({ sure }) => !sure));
  // Who puts something in the place of an old rule in one go has opened nothing, in whatever order.
  const isOld = ({ since }: StandingRule, at: Instant): boolean =>
    since === null || since.record.at <= Math.max(at - settledAfter, adopted ?? 0);
  for (const act of collapse(traces)) {
    for (const [place, trace] of act.entries()) {
      const added = trace.delta.added.filter((rule) => isSame(rule, now.get(rule.key)));
      if (added.length === 0 || !isOpening(trace)) continue;
      const taken = act.slice(0, place).flatMap(({ delta }) => delta.removed);
      const isHidden = meets(trace.opened, trace.before.certain);
      const before = isHidden || taken.length > 0 ? momentAt({ kind: 'before', id: trace.id }) : null;
      if (before === null) continue;
      const replaced = new Set(act.slice(place + 1).flatMap(({ delta }) => delta.removed.map(({ key }) => key)));
      const hides = (rule: StandingRule): Reach => {
        const today = now.get(rule.key);
        if (today === undefined) return replaced.has(rule.key) && isOld(rule, trace.at) ? reachNow([rule]) : nothing;
        if (isSame(rule, today)) return reachNow([rule]);
        return isOld(rule, trace.at) ? intersect(reachNow([rule]), reachNow([today])) : nothing;
      };
      const old = reachNow(taken.filter((rule) => isOld(rule, trace.at)));
      const still = unionOf([perhaps, old, ...before.rules.filter(({ sure }) => sure).map(hides)]);
      const opened = reachNow(added);
      const told = trace.effect.gained.atMost;
      const judged = taken.length === 0 ? told : intersect(told, netOf(act).effect.gained.atMost);
      const gained = minus(settle(minus(opened, still), still).gained, judged);
      if (isEmpty(gained)) continue;
      const own = added.filter((rule) => meets(reachNow([rule]), gained));
      found.set(trace.id, { ...bare(trace, own, { opened, still, gained }), putBack: meets(gained, told) });
    }
  }
  return found;
}

function isOpening({ change }: Trace): boolean {
  return change !== null && change.record.result === 'applied' && change.kind !== 'list-edited';
}

function isSame(rule: StandingRule, other: StandingRule | undefined): boolean {
  return other !== undefined && tupleKey(rule) !== null && tupleKey(rule) === tupleKey(other);
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
