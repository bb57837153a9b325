import { type Bounds, unknown } from '../reach/bounds.ts';
import { type Matrix, matricesOf } from '../reach/matrix.ts';
import type { PeerSet } from '../reach/peer-set.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { type ReachRow, readRows } from '../reach/rows.ts';
import type { Decision } from './decision.ts';

/**
 * Who could reach what before a decision and who can after it, for its first effect: the only one, but for edits of
 * prefix lists. `null` where nobody tells how the group stood. `named`: the policy's address sets.
 */
export function decisionMatrices(
  { effects: [effect], call }: Pick<Decision, 'effects' | 'call'>,
  stood: { readonly before: Bounds | null; readonly after: Bounds | null },
  named: ReadonlyMap<string, PeerSet>,
): readonly Matrix[] {
  if (effect === undefined || call.result !== 'applied') return [];
  const [gained, lost] = [reachOfTold(effect.gained), reachOfTold(effect.lost ?? [])];
  const sure = effect.certain;
  return matricesOf({
    ...{ before: stood.before ?? unknown, after: stood.after ?? unknown, named },
    gained: { atMost: gained, atLeast: sure === null ? gained : reachOfTold(sure.gained) },
    lost: { atMost: lost, atLeast: sure === null ? lost : reachOfTold(sure.lost) },
    passing: effect.passing === undefined ? null : reachOfTold(effect.passing.gained),
  });
}

/** The reach of rows of a decision; rows that cannot be read are none. */
export function reachOfTold(rows: readonly ReachRow[]): Reach {
  const read = readRows(rows);
  return 'misread' in read ? nothing : read;
}
