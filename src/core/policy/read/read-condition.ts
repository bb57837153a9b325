import type { Json } from '../../leaf/canonical.ts';
import type { ActorSet, Condition } from '../policy.ts';
import { readSpan } from '../span.ts';
import { type Spot, type Tell, within } from '../tell.ts';
import { listOf, textAt, textsOf, valueAt } from './plain-value.ts';
import { peersNamed, tellUnknown } from './read-names.ts';
import type { Sets } from './read-sets.ts';
import { readWhere } from './read-where.ts';

/** Reads a condition of `unless` or `adjust`; names that are none are told. */
export function readCondition(value: Json | undefined, spot: Spot, sets: Sets, tell: Tell): Condition {
  const found: { -readonly [K in keyof Condition]: Condition[K] } = { ...readWhere(value) };
  const actor = valueAt(value, 'actor');
  if (actor !== undefined) found.actor = actorsNamed(textsOf(actor), within(spot, 'actor'), sets, tell);
  const source = valueAt(value, 'source');
  if (source !== undefined) found.source = peersNamed(textsOf(source), within(spot, 'source'), sets, tell);
  const via = valueAt(value, 'via');
  if (via !== undefined) found.via = textsOf(via) as NonNullable<Condition['via']>;
  for (const key of ['mfa', 'exposed'] as const) {
    const answers = valueAt(value, key);
    if (answers !== undefined) found[key] = listOf(answers).map((one) => one === true);
  }
  for (const key of ['recurred', 'unfamiliar'] as const) {
    if (valueAt(value, key) !== undefined) {
      found[key] = { within: readSpan(textAt(value, key, 'within') ?? '') ?? 0 };
    }
  }
  return found;
}

/** The actor sets of these names; a name that is none is told at its place. */
export function actorsNamed(names: readonly string[], spot: Spot, sets: Sets, tell: Tell): readonly ActorSet[] {
  return names.flatMap((name, index) => {
    const found = sets.actors.get(name);
    if (found !== undefined) return [found];
    tellUnknown('an actor set', name, [...sets.actors.keys()], within(spot, index), tell);
    return [];
  });
}
