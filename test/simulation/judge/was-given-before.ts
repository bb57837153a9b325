import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Trial } from '../trial.ts';
import { didChange } from '../world/true-call.ts';
import { rulesIn, type Shift } from './story.ts';

/**
 * Whether who took something from a group had given it themselves in the same go, and it had not been there before: by
 * their net effect nothing was lost. One go: never more than a minute between two calls by the clock of records, which
 * tells seconds, and nobody else in between who moved the rules of the group or what lists hold.
 */
export function wasGivenBefore(
  { world }: Pick<Trial, 'world'>,
  shifts: readonly Shift[],
  lost: Shift,
  has: (rules: readonly HeldRule[]) => boolean,
): boolean {
  const { group } = lost;
  let first = lost;
  for (const shift of shifts.filter((each) => each.group === group && each.call.n < lost.call.n).toReversed()) {
    const isApart = secondOf(first) - secondOf(shift) > 60;
    const isEdited = world.calls.some(
      (call) =>
        call.n > shift.call.n && call.n < first.call.n && didChange(call) && call.before.lists !== call.after.lists,
    );
    if (shift.call.by !== lost.call.by || isApart || isEdited) break;
    first = shift;
  }
  return !has(rulesIn(first.call.before, group));
}

function secondOf({ call }: Shift): number {
  return Math.floor(call.at / 1000);
}
