import type { Json } from '../../leaf/canonical.ts';
import { type Joined, saidIn } from '../join.ts';
import type { Route } from '../policy.ts';
import { severities } from '../scale.ts';
import { readRate, readSpan } from '../span.ts';
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
      weeklyAt: text('weekly_at'),
      zone: text('zone') ?? 'UTC',
      quietHours: text('quiet_hours'),
      acknowledgeWithin: withinOf(valueAt(said.value, 'acknowledge_within')),
      escalateTo: textsOf(valueAt(said.value, 'escalate_to')),
    };
    return { made, said };
  });
}

function withinOf(value: Json | undefined): Route['acknowledgeWithin'] {
  const read = membersOf(value).flatMap(([severity, span]) => {
    const length = typeof span === 'string' ? readSpan(span) : null;
    return length === null ? [] : [[severity, length] as const];
  });
  return Object.fromEntries(read);
}
