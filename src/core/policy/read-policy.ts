import type { Instant } from '../leaf/instant.ts';
import { type Joined, joinLayers, layerAlone, type Section, saidIn } from './join.ts';
import type { PolicyLayer } from './layer.ts';
import { findWeakenedLocks } from './lock.ts';
import { findMistakes } from './mistakes/find-mistakes.ts';
import type { Policy } from './policy.ts';
import { digestPolicy } from './policy-digest.ts';
import type { Problem } from './problem.ts';
import { companionOf } from './read/place.ts';
import { textAt } from './read/plain-value.ts';
import { readBaselines } from './read/read-baselines.ts';
import { readAdjustments, readChecks } from './read/read-checks.ts';
import { readContexts } from './read/read-contexts.ts';
import { readDirectory } from './read/read-directory.ts';
import { readExceptions } from './read/read-exceptions.ts';
import { readRoutes } from './read/read-routes.ts';
import { readGrants, readSafety } from './read/read-safety.ts';
import { readSets } from './read/read-sets.ts';
import { readTests } from './read/read-tests.ts';
import { gathering } from './tell.ts';

/** A policy, or `null` where it has an error, and all that is wrong with it. */
export interface PolicyMeaning {
  readonly policy: Policy | null;
  readonly problems: readonly Problem[];
}

/**
 * Makes the policy that ordered layers mean, whose shape is checked already: joins them by id, resolves names and files,
 * and says every mistake that is not one of shape. A file that could not be opened gives no policy, and no problem here:
 * whoever opens files tells that. `at` is when exceptions are looked at, to warn of those that have ended.
 */
export function readPolicy(layers: readonly PolicyLayer[], at: Instant | null = null): PolicyMeaning {
  const { tell, problems } = gathering();
  const joined = joinAll(layers);
  const sets = readSets(joined, layers, tell);
  const checks = readChecks(joined, sets, layers, tell);
  const byId = new Map(checks.map(({ made }) => [made.id, made]));
  const whole = {
    ...{ joined, layers, sets, checks, at },
    contexts: readContexts(joined),
    directory: readDirectory(joined, layers, tell),
    adjust: readAdjustments(joined, sets, layers, tell),
    baselines: readBaselines(joined, layers, tell),
    exceptions: readExceptions(joined, sets, byId, layers, tell),
    routes: readRoutes(joined),
    tests: readTests(joined, layers),
  };
  const safety = readSafety(joined, sets, tell);
  findMistakes(whole, tell);
  findWeakenedLocks(joined, sets, layers, tell);
  const read: Omit<Policy, 'digest'> = {
    contexts: whole.contexts,
    directory: whole.directory,
    checks: checks.map(({ made }) => made),
    adjust: whole.adjust.map(({ made }) => made),
    baselines: whole.baselines.map(({ made }) => made),
    exceptions: whole.exceptions.map(({ made }) => made),
    grants: readGrants(joined),
    safety,
    notify: whole.routes.map(({ made }) => made),
    tests: whole.tests.map(({ made }) => made),
    addresses: sets.addresses,
  };
  const isBroken = problems.some(({ level }) => level === 'error') || isAnyFileMissing(joined, layers);
  const sorted = [...problems].sort((a, b) => a.layer - b.layer);
  return { policy: isBroken ? null : { digest: digestPolicy(joined, layers, read), ...read }, problems: sorted };
}

/** All layers as one. */
function joinAll(layers: readonly PolicyLayer[]): Joined {
  return layers.map(({ value }, layer) => layerAlone(value, layer)).reduce(joinLayers, new Map() as Joined);
}

const files: readonly (readonly [Section, ...string[]])[] = [
  ['directory'],
  ['sets.addresses', 'file'],
  ['baselines', 'from'],
  ['exceptions', 'declared'],
];

function isAnyFileMissing(joined: Joined, layers: readonly PolicyLayer[]): boolean {
  return files.some(([section, ...path]) =>
    saidIn(joined, section).some(
      ([, said]) => textAt(said.value, ...path) !== null && companionOf(layers, said, ...path) === null,
    ),
  );
}
