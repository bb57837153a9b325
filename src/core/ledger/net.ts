import { intersect, isEmpty, meets, minus, union, unionOf } from '../reach/algebra.ts';
import { type Effect, settle } from '../reach/bounds.ts';
import type { Reach } from '../reach/reach.ts';
import { effectBetween } from './effect-between.ts';
import { opensUntold } from './told.ts';
import type { Trace } from './trace.ts';

/** What several changes come to, and what was open only in between. */
export interface Net {
  readonly effect: Effect;
  readonly passing: { readonly gained: Reach; readonly from: number; readonly to: number } | null;
}

/**
 * The net effect of consecutive traces of one group: everything they opened and closed, less what the others took back.
 * What was opened on the way and is open neither before nor after is `passing`: it was reachable for that long.
 */
export function netOf(traces: readonly Trace[]): Net {
  const [first, last] = [traces[0]!, traces.at(-1)!];
  if (traces.length === 1) return { effect: first.effect, passing: null };
  const { before } = first;
  const { after } = last;
  const opened = unionOf(traces.map((each) => each.opened));
  const closed = unionOf(traces.map((each) => each.closed));
  const passing = settle(minus(opened, union(before.certain, after.held)), before.certain).gained;
  const effect = effectBetween({
    opened: minus(opened, passing),
    closed: intersect(minus(closed, minus(passing, before.held)), before.possible),
    ...{ before, after },
    openedUnknown: traces.some(({ change }) => change !== null && opensUntold(change)),
    closedUnknown: traces.some((each) => each.effect.lost.unknown),
  });
  return { effect, passing: isEmpty(passing) ? null : { gained: passing, ...windowOf(traces, passing) } };
}

function windowOf(traces: readonly Trace[], passing: Reach): { readonly from: number; readonly to: number } {
  const from = traces.find((each) => meets(each.opened, passing)) ?? traces[0]!;
  const to = traces.findLast((each) => meets(each.closed, passing)) ?? traces.at(-1)!;
  return { from: from.at, to: to.at };
}
