import { describe, expect, test } from 'vitest';
import type { Json } from '../../leaf/canonical.ts';
import { checkShape } from './check-shape.ts';
import { policyShape } from './policy-shape.ts';

/** The first problem of a route with this key. */
function told(key: string, value: Json): string | undefined {
  const route = { min: 'low', to: ['owner'], [key]: value };
  const [problem] = checkShape({ version: 1, notify: { a: route } }, policyShape);
  if (problem === undefined) return undefined;
  return `${problem.message}${problem.suggestion === null ? '' : ` → ${problem.suggestion}`}`;
}

describe('R44: times of routes', () => {
  test.each<[string, Json, string | null]>([
    ['weekly_at', 'mon 09:00', null],
    ['weekly_at', 'Monday 9am', '→ mon 09:00'],
    ['weekly_at', 'fri, 17:30', '→ fri 17:30'],
    ['weekly_at', 'monthly', 'expected a day of the week and a time, such as `"mon 09:00"`, got `monthly`'],
    ['weekly_at', 'noday 09:00', 'got `noday 09:00`'],
    ['quiet_hours', '22:00-07:00', null],
    ['quiet_hours', '22-7', '→ 22:00-07:00'],
    ['quiet_hours', '10pm to 7am', '→ 22:00-07:00'],
    ['quiet_hours', '22:00', 'got `22:00`'],
    ['quiet_hours', '07:00-07:00', 'and some time between them, got `07:00-07:00`'],
    ['acknowledge_within', { critical: '15m', high: '4h' }, null],
    ['acknowledge_within', { critical: '15 minutes' }, '→ 15m'],
    ['acknowledge_within', {}, 'needs at least one of critical, high, medium or low'],
    ['escalate_to', ['pager.lead'], null],
  ])('%s: %j', (key, value, ending) => {
    if (ending === null) expect(told(key, value)).toBeUndefined();
    else expect(told(key, value)?.endsWith(ending), told(key, value)).toBe(true);
  });

  test('a key that is written nearly right is told', () => {
    expect(told('quite_hours', '22:00-07:00')).toMatch(/→ quiet_hours$/);
    expect(told('sla', { high: '4h' })).toMatch(/→ acknowledge_within$/);
  });
});
