import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bearings, partOf } from './grouping.ts';

const where: Omit<Bearings, 'at'> = {
  ...{ account: '111122223333', team: 'payments', environment: null, region: 'eu-west-1', actor: 'ann' },
};
const at = (text: string): Bearings => ({ ...where, at: Date.parse(text) });

describe('parts of figures', () => {
  test('R116: are told apart by account, team, environment, region, actor and time, alone and together', () => {
    const one = at('2026-03-04T23:59:59Z');
    expect(partOf(one, [])).toEqual({});
    expect(partOf(one, ['account', 'team', 'environment'])).toEqual({
      ...{ account: '111122223333', team: 'payments', environment: null },
    });
    expect(partOf(one, ['region', 'actor', 'day', 'week', 'month'])).toEqual({
      ...{ region: 'eu-west-1', actor: 'ann', day: '2026-03-04', week: '2026-03-02', month: '2026-03' },
    });
  });

  test('a week begins on Monday, also over the end of a year and before 1970', () => {
    const weeks = ['2026-03-02T00:00:00Z', '2026-03-08T23:59:59Z', '2027-01-01T00:00:00Z', '1969-12-31T23:59:59Z'];
    expect(weeks.map((each) => partOf(at(each), ['week']).week)).toEqual([
      ...['2026-03-02', '2026-03-02', '2026-12-28', '1969-12-29'],
    ]);
  });

  test('every time lies in the week of its name', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 4e12 }), (time) => {
        const monday = Date.parse(`${partOf({ ...where, at: time }, ['week']).week}T00:00:00Z`);
        expect(new Date(monday).getUTCDay()).toBe(1);
        expect(time - monday).toBeGreaterThanOrEqual(0);
        expect(time - monday).toBeLessThan(7 * 86_400_000);
      }),
    );
  });
});
