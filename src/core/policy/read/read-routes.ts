import { type Joined, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { PolicyTest, Route } from '../policy.ts';
import { severities } from '../scale.ts';
import { readRate, readSpan } from '../span.ts';
import { placeOf } from './place.ts';
import { membersOf, textAt, textsOf, valueAt } from './plain-value.ts';
import type { Written } from './read-checks.ts';
import { readWhere } from './read-where.ts';

/** Reads who is told of what, sorted by id. */
export function readRoutes(joined: Joined): readonly Written<Route>[] {
  return saidIn(joined, 'notify').map(([id, said]) => {
    const text = (key: string) => textAt(said.value, key);
    const made: Route = {
      id,
      min: severities.find((word) => word === text('min')) ?? 'none',
      where: readWhere(valueAt(said.value, 'where')),
      to: textsOf(valueAt(said.value, 'to')),
      groupFor: readSpan(text('group_for') ?? ''),
      budget: readRate(text('budget') ?? ''),
      dailyAt: text('daily_at'),
      zone: text('zone') ?? 'UTC',
    };
    return { made, said };
  });
}

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
