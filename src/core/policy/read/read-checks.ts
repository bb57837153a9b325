import { type Joined, type Said, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Adjustment, Check, Condition } from '../policy.ts';
import { silently, type Tell, within } from '../tell.ts';
import { placeOf } from './place.ts';
import { listOf, numberAt, textAt, valueAt } from './plain-value.ts';
import { readCondition } from './read-condition.ts';
import { readResponds, readSeverities } from './read-per-environment.ts';
import { readQuestion } from './read-question.ts';
import type { Sets } from './read-sets.ts';
import { readWhere } from './read-where.ts';

/** Something of the policy, and what says it. */
export interface Written<T> {
  readonly made: T;
  readonly said: Said;
}

/** Reads all checks, sorted by id. */
export function readChecks(
  joined: Joined,
  sets: Sets,
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly Written<Check>[] {
  return saidIn(joined, 'checks').map(([id, said]) => ({
    said,
    made: readCheck(id, joined.get('checks')!.get(id)!, sets, layers, tell),
  }));
}

/** Reads what the last of several layers says of a check; once locked it stays locked. */
export function readCheck(
  id: string,
  all: readonly Said[],
  sets: Sets,
  layers: readonly PolicyLayer[],
  tell: Tell = silently,
): Check {
  const said = all.at(-1)!;
  const { value } = said;
  const lockedBy = all.find((each) => valueAt(each.value, 'locked') === true);
  return {
    id,
    at: placeOf(layers, said),
    layer: (lockedBy ?? said).layer,
    say: textAt(value, 'say') ?? '',
    where: readWhere(valueAt(value, 'where')),
    when: readQuestion(valueAt(value, 'when'), within(said, 'when'), sets, tell),
    unless: readUnless(said, sets, tell),
    severity: readSeverities(valueAt(value, 'severity')),
    respond: readResponds(valueAt(value, 'respond')),
    standing: readResponds(valueAt(value, 'standing')),
    playbook: textAt(value, 'playbook'),
    locked: lockedBy !== undefined,
  };
}

function readUnless(said: Said, sets: Sets, tell: Tell): readonly Condition[] {
  return listOf(valueAt(said.value, 'unless')).map((one, i) =>
    readCondition(one, within(said, 'unless', i), sets, tell),
  );
}

/** Reads all adjustments, sorted by id. */
export function readAdjustments(
  joined: Joined,
  sets: Sets,
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly Written<Adjustment>[] {
  return saidIn(joined, 'adjust').map(([id, said]) => ({
    said,
    made: {
      id,
      at: placeOf(layers, said),
      layer: said.layer,
      when: readCondition(valueAt(said.value, 'when'), within(said, 'when'), sets, tell),
      by: numberAt(said.value, 'by') ?? 0,
    },
  }));
}
