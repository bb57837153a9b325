import type { Condition, Exception, Policy } from '../policy/policy.ts';
import { isEmpty, meets, minus, unionOf } from '../reach/algebra.ts';
import { nothing, type Reach } from '../reach/reach.ts';
import { writePeers } from '../reach/rows.ts';
import { type FactKind, isCertain, joinUses } from './answer.ts';
import type { Asked } from './asked.ts';
import { findGroup } from './baseline-drift.ts';
import { holds, type Occasion } from './condition.ts';
import { mayBeLost } from './may-be-lost.ts';
import type { Unknown } from './verdict.ts';

/** What permits what a check objects to, if anything does, and the part of the reach that nothing permits. */
export interface Permit {
  readonly by: string | null;
  readonly left: Reach;
  readonly unknowns: readonly Unknown[];
  readonly uses: readonly FactKind[];
}

/** An `unless` that holds for sure permits it; else exceptions that together hold all of the reach do. */
export function permitOf(asked: Asked, occasion: Occasion, policy: Policy): Permit {
  const doubts: Unknown[] = [];
  let uses: readonly FactKind[] = [];
  for (const condition of asked.unless) {
    if (neverExcuses(condition)) continue;
    const holding = holds(condition, occasion);
    uses = joinUses(uses, holding.uses);
    if (isCertain(holding)) return permit(`unless ${sayCondition(condition, policy)}`, uses);
    if (holding.is !== 'no') doubts.push(...holding.unknowns.map((one) => ({ ...one, could: 'lower' as const })));
  }
  const inForce = policy.exceptions.filter((each) => isFor(each, asked, occasion));
  if (inForce.length === 0) return { by: null, left: occasion.reach, unknowns: doubts, uses };
  if (!asked.isReach) return permit(named(inForce), uses);
  const boxes = inForce.map((each) => boxOf(each, asked, occasion));
  const left = minus(occasion.reach, unionOf(boxes));
  if (isEmpty(occasion.reach) || !isEmpty(left)) return { by: null, left, unknowns: doubts, uses };
  return permit(named(inForce.filter((_, i) => meets(boxes[i]!, occasion.reach))), uses);
}

function permit(by: string, uses: readonly FactKind[]): Permit {
  return { by, left: nothing, unknowns: [], uses };
}

/** An exception counts from its first moment up to, not with, its last; and not against a check that an earlier file locked. */
function isFor(exception: Exception, asked: Asked, { matter, scene }: Occasion): boolean {
  const { from, until, check, declared, group } = exception;
  if (matter.at >= until || (from !== null && matter.at < from)) return false;
  if (asked.locked && exception.layer > asked.layer) return false;
  if (declared !== null) {
    return asked.isReach && (check === null || check === asked.id) && findGroup(declared, scene.group) !== null;
  }
  return check === asked.id && group !== null && group === scene.group.id;
}

function boxOf({ declared, box }: Exception, { check }: Asked, { matter, scene }: Occasion): Reach {
  if (declared === null) return box;
  const group = findGroup(declared, scene.group);
  if (group === null) return nothing;
  const part = check?.when.kind === 'lost' ? matter.parts.find((each) => each.group === scene.group) : undefined;
  return part === undefined ? group.reach : mayBeLost(group, part);
}

function named(exceptions: readonly Exception[]): string {
  return exceptions
    .map(
      ({ id, declared }) => `${declared === null ? 'exception' : id.startsWith('grt_') ? 'grant' : 'declared'} ${id}`,
    )
    .sort()
    .join(', ');
}

/**
 * Whether a condition can make nothing milder: one that knows the act by its user agent alone, since that is chosen by its
 * sender; and one that what broke policy before came back, or a wider rule, which meets more of it, would be milder.
 */
export function neverExcuses({ via, actor, source, recurred }: Condition): boolean {
  return recurred !== undefined || (via !== undefined && actor === undefined && source === undefined);
}

function sayCondition(condition: Condition, { addresses }: Policy): string {
  const { actor, source, recurred: _, unfamiliar, tags, ...lists } = condition;
  const named = [...addresses].find(([, peers]) => peers === source)?.[0];
  return [
    ...(actor === undefined ? [] : [`actor ${actor.map((set) => set.id).join(' or ')}`]),
    ...(source === undefined ? [] : [`source ${named ?? writePeers(source).slice(0, 3).join(' or ')}`]),
    ...sorted(lists).map(([key, values]) => `${key} ${(values as readonly unknown[]).join(' or ')}`),
    ...sorted(tags ?? {}).map(([key, values]) => `tag ${key} ${values.join(' or ')}`),
    ...(unfamiliar === undefined ? [] : ['unfamiliar']),
  ].join(' and ');
}

function sorted<T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}
