import { intersect, isEmpty, minus } from '../reach/algebra.ts';
import type { Reach } from '../reach/reach.ts';
import { collapse } from './collapse.ts';
import type { Trace } from './trace.ts';

/** A part of what stands open, with the act that opened it; `since: null` = it was open before the first record. */
export interface Opening {
  readonly reach: Reach;
  readonly since: readonly Trace[] | null;
}

/**
 * Splits what certainly stands open inside a box by when it was opened; the parts are disjoint and oldest first. What
 * one act closes and opens again (Terraform's replace-all) keeps its age.
 */
export function openingsOf(traces: readonly Trace[], box: Reach): readonly Opening[] {
  if (traces.length === 0) return [];
  let open: readonly Opening[] = [{ reach: intersect(traces[0]!.before.certain, box), since: null }];
  for (const act of collapse(traces)) {
    const [before, after] = [act[0]!.before.certain, act.at(-1)!.after.certain];
    const lost = minus(before, after);
    const gained = intersect(minus(after, before), box);
    const left = isEmpty(lost) ? open : open.map((each) => ({ ...each, reach: minus(each.reach, lost) }));
    open = [...left, { reach: gained, since: act }].filter((each) => !isEmpty(each.reach));
  }
  return open;
}
