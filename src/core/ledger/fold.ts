import type { RulesChange } from '../change/change.ts';
import { apply } from './apply.ts';
import type { Delta, Hints } from './delta.ts';
import type { Evidence } from './evidence.ts';
import { orderOf } from './order.ts';
import type { GroupState } from './standing.ts';

/**
 * Applies arranged evidence to a state, the edits of one second in the order in which EC2 can have done them. `visit` is
 * told what each did once it is done; where it answers true, the fold ends there.
 */
export function fold(
  sorted: readonly Evidence[],
  state: GroupState,
  hints: Omit<Hints, 'unclear'>,
  visit: (evidence: Evidence, delta: Delta) => boolean,
): void {
  const plain: Hints = { ...hints, unclear: nothing };
  for (let at = 0; at < sorted.length; ) {
    const end = endOfSecond(sorted, at);
    const edits = end - at === 1 ? [] : sorted.slice(at, end).filter(isEdit);
    const first = edits.length < 2 ? end : sorted.indexOf(edits[0]!, at);
    for (; at < first; at++) if (visit(sorted[at]!, apply(state, sorted[at]!, plain))) return;
    if (first === end) continue;
    const calls = edits.map((each) => each.change);
    const { places, unclear } = orderOf(state, calls, hints.directions);
    for (const next of places) if (visit(edits[next]!, apply(state, edits[next]!, { ...hints, unclear }))) return;
    for (; at < end; at++) {
      const each = sorted[at]!;
      if (!isEdit(each) && visit(each, apply(state, each, plain))) return;
    }
  }
}

const nothing: ReadonlySet<string> = new Set();

function endOfSecond(sorted: readonly Evidence[], from: number): number {
  let end = from;
  while (end < sorted.length && sorted[end]!.at === sorted[from]!.at) end++;
  return end;
}

function isEdit(each: Evidence): each is Evidence & { readonly change: RulesChange } {
  return each.kind === 'change' && each.change.record.result === 'applied' && each.change.kind.startsWith('rules-');
}
