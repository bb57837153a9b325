import { equals, minus } from '../reach/algebra.ts';
import { type Bounds, type Effect, effectOf, settle } from '../reach/bounds.ts';
import type { Reach } from '../reach/reach.ts';

/**
 * The effect of what was opened and closed between two states of a group. The lower bounds hold even where some of it is
 * unsure: what surely is now and cannot have been before, and the converse. What lies in addresses that were all open
 * already is no news.
 */
export function effectBetween(told: {
  readonly opened: Reach;
  readonly closed: Reach;
  readonly before: Bounds;
  readonly after: Bounds;
  /** Nobody tells what was opened: `opened` is all that it can have been. */
  readonly openedUnknown: boolean;
  readonly closedUnknown: boolean;
}): Effect {
  const { opened, closed, before, after, openedUnknown, closedUnknown } = told;
  const { gained, lost } = effectOf({ added: opened, removed: closed, before, after, removedUnknown: closedUnknown });
  const exact = !openedUnknown && before.certain === before.possible && after.certain === after.possible;
  const surely = exact
    ? { gained: gained.atMost, lost: lost.atMost }
    : { gained: minus(after.certain, before.possible), lost: minus(before.certain, after.possible) };
  const news = (reach: Reach) => settle(reach, before.certain).gained;
  const atMost = news(gained.atMost);
  return {
    gained: { atMost, atLeast: equals(surely.gained, gained.atMost) ? atMost : news(surely.gained) },
    lost: { ...lost, atLeast: surely.lost },
  };
}
