import { type GroupFacts, noPast } from '../../src/core/facts/facts.ts';
import type { Tuple } from '../../src/core/group/rule.ts';
import { type Bounds, effectOf, exactly, noEffect, unknown } from '../../src/core/reach/bounds.ts';
import { type Reach, reachOf } from '../../src/core/reach/reach.ts';
import type { Judged, Matter, Part } from '../../src/core/verdict/matter.ts';
import type { CheckVerdict } from '../../src/core/verdict/verdict.ts';
import { actorWith } from './actor.ts';

/** The moment at which all of these happen. */
export const now = Date.UTC(2026, 0, 31, 9, 14, 7);

/** A group by the parts that a test is about; all of it is known, and it is on nothing. */
export function groupWith(parts: Partial<GroupFacts> = {}): GroupFacts {
  return {
    ...{ id: 'sg-1', name: 'web-1', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1', tags: {} },
    attached: { kinds: [], count: 0, exposed: null, beside: [], otherTime: null },
    ...parts,
  };
}

/** What was done to one group: rules that came and went. `before: null` = nobody knows what stood before. */
export interface Act {
  readonly before?: readonly Tuple[] | null;
  readonly added?: readonly Tuple[];
  readonly removed?: readonly Tuple[];
  /** Rules went whose content nobody tells. */
  readonly untold?: boolean;
  readonly passing?: Reach;
  readonly group?: Partial<GroupFacts>;
}

/** The part of a matter that an act is. */
export function partOf({ before = [], added = [], removed = [], untold = false, passing, group }: Act): Part {
  const was: Bounds = before === null ? unknown : exactly(reachOf(before));
  const left = (before ?? []).filter((rule) => !removed.includes(rule));
  const stands = reachOf([...left, ...added]);
  const after: Bounds = before === null ? { ...was, certain: stands } : exactly(stands);
  const told = { added: reachOf(added), removed: reachOf(removed), removedUnknown: untold };
  return {
    group: groupWith(group),
    effect: effectOf({ ...told, before: was, after }),
    passing: passing ?? null,
    after,
  };
}

/** A matter of one act or several, by alice, unless it says otherwise. */
export function matterOf(acts: Act | readonly Act[], parts: Partial<Matter> = {}): Matter {
  return {
    at: now,
    result: 'applied',
    kinds: ['rules-added'],
    actor: actorWith({}),
    parts: [acts].flat().map((act) => partOf(act)),
    tags: null,
    past: noPast,
    ...parts,
  };
}

/** What stands in one group. */
export function standingOf(after: Bounds | readonly Tuple[], group: Partial<GroupFacts> = {}): Matter {
  const bounds = 'certain' in after ? after : exactly(reachOf(after));
  const part = { group: groupWith(group), effect: noEffect, passing: null, after: bounds };
  return { ...matterOf([]), kinds: [], actor: null, parts: [part] };
}

/** A change of the tags of one group. */
export function tagChange(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  parts: Partial<Matter> = {},
): Matter {
  return matterOf({ group: { tags: before } }, { kinds: ['tags-changed'], tags: { before, after }, ...parts });
}

/** Rulings by check, for short expectations: `{ 'no-ssh': 'breach high' }`. */
export function rulingsOf({ verdict }: Judged): Readonly<Record<string, string>> {
  const line = ({ ruling, severity, over }: CheckVerdict) => `${ruling} ${severity}${over === true ? ' over' : ''}`;
  return Object.fromEntries(verdict.checks.map((check) => [check.id, line(check)]));
}

/** What is not known, as `what could`. */
export function doubtsOf({ verdict }: Judged): readonly string[] {
  return verdict.unknowns.map(({ what, could }) => `${what} ${could}`);
}
