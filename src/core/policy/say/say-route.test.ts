import { expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { sayRoute } from './say-parts.ts';

const hour = 3_600_000;

test('R96, R164: a route says how soon somebody has to acknowledge, and who is told else', () => {
  const route = routeOf({
    ...{ groupFor: null, acknowledgeWithin: { high: 4 * hour, critical: 900_000 }, escalateTo: ['pager.lead'] },
  });
  expect(sayRoute(route)).toBe(
    'slack.secops is told of what is medium or worse on any group, at once; somebody has to acknowledge what is critical within 15 minutes and high within 4 hours, else pager.lead is told too.',
  );
  expect(sayRoute({ ...route, escalateTo: [] })).toMatch(/, else it is told again\.$/);
});

test('R63: a route says when it is quiet, and when its digest comes', () => {
  expect(sayRoute(routeOf({ groupFor: null, quietHours: '22:00-07:00', zone: 'Europe/Berlin' }))).toMatch(
    /, at once; from 22:00 to 07:00 \(Europe\/Berlin\) only of what is critical, of the rest in one message after that\.$/,
  );
  expect(sayRoute(routeOf({ weeklyAt: 'mon 09:00' }))).toMatch(/, once a week, mon 09:00 \(UTC\)\.$/);
});
