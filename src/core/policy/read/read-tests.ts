import { type Joined, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { PolicyTest } from '../policy.ts';
import { placeOf } from './place.ts';
import { membersOf, textAt, valueAt } from './plain-value.ts';
import type { Written } from './read-checks.ts';

/** Reads the tests that a policy carries, sorted by id. */
export function readTests(joined: Joined, layers: readonly PolicyLayer[]): readonly Written<PolicyTest>[] {
  return saidIn(joined, 'tests').map(([id, said]) => ({
    said,
    made: {
      id,
      at: placeOf(layers, said),
      given: textAt(said.value, 'given') ?? '',
      expect: Object.fromEntries(
        membersOf(valueAt(said.value, 'expect')).map(([check, wanted]) => [
          check,
          wanted as PolicyTest['expect'][string],
        ]),
      ),
    },
  }));
}
