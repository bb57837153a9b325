import { describe, expect, test } from 'vitest';
import { heardChecks } from '../../../../test/builders/heard.ts';
import { daily, decisionOf, type Told } from '../../../../test/builders/told-decision.ts';
import type { Route } from '../../policy/policy.ts';
import { Digests } from './digests.ts';
import { readNews } from './news.ts';
import type { Telling } from './telling.ts';

const hours = (count: number): number => count * 3600;
const start = Date.UTC(2026, 2, 2);

function gathered(told: readonly Told[], routes: readonly Route[] = [daily], more: Partial<Telling> = {}) {
  const digests = new Digests({ routes, checks: heardChecks, ...more });
  for (const each of told) digests.take(readNews(decisionOf(each), { checks: heardChecks }));
  return digests.all.map((each) => ({ ...each, names: [...each.names], checks: [...each.checks] }));
}

describe('a daily digest', () => {
  test('comes at its time: the same day until then, the next day from then on', () => {
    const at = (seconds: number, dailyAt = '09:00') =>
      gathered([{ id: 'a', at: seconds }], [{ ...daily, dailyAt }]).map((each) => (each.at - start) / 3_600_000);
    expect(at(0)).toEqual([9]);
    expect(at(hours(9) - 1)).toEqual([9]);
    expect(at(hours(9))).toEqual([33]);
    expect(at(hours(23))).toEqual([33]);
    expect(at(hours(30))).toEqual([33]);
    expect(at(0, '07:45')).toEqual([7.75]);
  });

  test('comes when somebody who knows the zone says so', () => {
    const offsetOf: NonNullable<Telling['offsetOf']> = (zone) => (zone === 'Asia/Kolkata' ? 5.5 * 3_600_000 : 0);
    const routes = [{ ...daily, zone: 'Asia/Kolkata' }];
    expect(gathered([{ id: 'a' }], routes, { offsetOf })).toMatchObject([{ at: start + 3.5 * 3_600_000 }]);
  });

  test('lists everything of its day, and the next one what comes after', () => {
    const days = gathered([{ id: 'a' }, { id: 'b', at: hours(1) }, { id: 'c', at: hours(10) }]);
    expect(days.map(({ decisions }) => decisions)).toEqual([['a', 'b'], ['c']]);
  });

  test('is one for each channel, and lists a decision once though two routes want it', () => {
    const routes = [daily, { ...daily, to: ['mail.secops', 'mail.web'] }];
    expect(
      gathered([{ id: 'a' }, { id: 'b', at: 1 }], routes).map(({ channel, decisions }) => [channel, decisions]),
    ).toEqual([
      ['mail.secops', ['a', 'b']],
      ['mail.web', ['a', 'b']],
    ]);
  });

  test('names the groups and checks of what objects, and is as bad as the worst of it', () => {
    const all: readonly Told[] = [
      { id: 'a', group: 'sg-quiet' },
      { id: 'b', group: 'sg-web', severity: 'high', check: 'no-ssh' },
      { id: 'c', group: 'sg-db', severity: 'low', check: 'no-rdp' },
    ];
    expect(gathered(all)).toMatchObject([
      { names: ['sg-web', 'sg-db'], checks: ['no-ssh', 'no-rdp'], severity: 'high', decisions: ['a', 'b', 'c'] },
    ]);
    expect(gathered(all.slice(0, 1))).toMatchObject([{ names: [], checks: [], severity: 'none' }]);
  });
});
