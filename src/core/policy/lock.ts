import type { Json } from '../leaf/canonical.ts';
import type { Joined, Said } from './join.ts';
import type { PolicyLayer } from './layer.ts';
import { findWeakenedGrounds } from './lock-grounds.ts';
import type { Check } from './policy.ts';
import type { Path } from './problem.ts';
import { placeOf } from './read/place.ts';
import { textAt, valueAt } from './read/plain-value.ts';
import { readCheck } from './read/read-checks.ts';
import type { Sets } from './read/read-sets.ts';
import { forEnvironment } from './scale.ts';
import { type Tell, within } from './tell.ts';
import { isWiderCondition, isWiderQuestion, isWiderWhere, weakerResponse, weakerSeverity } from './wider.ts';

/**
 * Says wherever a later file weakens a check that an earlier one locked, or something that it rests on: then the policy
 * is not used. Each message names both places.
 */
export function findWeakenedLocks(joined: Joined, sets: Sets, layers: readonly PolicyLayer[], tell: Tell): void {
  for (const [id, all] of [...(joined.get('checks') ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const first = all.findIndex(({ value }) => valueAt(value, 'locked') === true);
    if (first < 0) continue;
    for (let i = first + 1; i < all.length; i += 1) tellWeaker(id, all.slice(0, i + 1), sets, layers, tell);
    findWeakenedExceptions(id, all[first]!, joined, layers, tell);
  }
  findWeakenedGrounds(joined, layers, tell);
}

function tellWeaker(id: string, all: readonly Said[], sets: Sets, layers: readonly PolicyLayer[], tell: Tell): void {
  const [before, said] = [all.at(-2)!, all.at(-1)!];
  const was = readCheck(id, all.slice(0, -1), sets, layers);
  const now = readCheck(id, all, sets, layers);
  for (const { path, what } of weaknessesOf(now, was, said.value)) {
    const message = `check \`${id}\` is locked by ${placeOf(layers, before)} and may only be tightened: ${what}`;
    tell('error', within(said, ...path), message);
  }
}

function weaknessesOf(now: Check, was: Check, value: Json): readonly { readonly path: Path; readonly what: string }[] {
  const found: { path: Path; what: string }[] = [];
  const at = (...path: Path) => (valueAt(value, ...path) === undefined ? path.slice(0, -1) : path);
  if (valueAt(value, 'locked') === false) found.push({ path: ['locked'], what: 'it stays locked' });
  if (!isWiderQuestion(now.when, was.when)) {
    found.push({ path: ['when'], what: 'its question must take in all that the locked one asks' });
  }
  if (!isWiderWhere(now.where, was.where)) {
    found.push({ path: at('where'), what: 'its `where` must hold every group that the locked one holds' });
  }
  now.unless.forEach((excuse, i) => {
    if (was.unless.some((theirs) => isWiderCondition(theirs, excuse))) return;
    found.push({ path: ['unless', i], what: 'this `unless` excuses what the locked one does not' });
  });
  const lower = weakerSeverity(now.severity, was.severity);
  if (lower !== null) {
    const [less, least] = [forEnvironment(now.severity, lower), forEnvironment(was.severity, lower)];
    found.push({ path: at('severity', lower), what: `in ${lower} severity falls from ${least} to ${less}` });
  }
  for (const key of ['respond', 'standing'] as const) {
    const less = weakerResponse(now[key], was[key]);
    if (less === null) continue;
    const [wanted, least] = [forEnvironment(now[key], less), forEnvironment(was[key], less)];
    const what = `in ${less} \`${key}\` falls from ${least.join(', ')} to ${wanted.join(', ')}`;
    found.push({ path: valueAt(value, key) === undefined ? [] : at(key, less), what });
  }
  return found;
}

function findWeakenedExceptions(
  id: string,
  lock: Said,
  joined: Joined,
  layers: readonly PolicyLayer[],
  tell: Tell,
): void {
  for (const [exception, all] of joined.get('exceptions') ?? []) {
    const said = all.at(-1)!;
    if (said.layer <= lock.layer) continue;
    const check = textAt(said.value, 'check');
    const locked = `check \`${id}\` is locked by ${placeOf(layers, lock)}`;
    if (check === id) {
      tell(
        'error',
        within(said, 'check'),
        `${locked}, so only files up to that one may except from it: ask for it there`,
      );
    } else if (check === null) {
      tell('warning', said, `${locked}: exception \`${exception}\` does not permit what that check objects to`);
    }
  }
}
