import { describe, expect, test } from 'vitest';
import { gained, judgingBy, policyWith } from '../../test/builders/policy.ts';
import { spillOf } from '../../test/builders/read-records.ts';
import { daily, routeOf } from '../../test/builders/told-decision.ts';
import { World } from '../../test/builders/world.ts';
import type { Policy } from '../core/policy/policy.ts';
import { openSpill } from '../store/spill.ts';
import { type Backtest, backtest } from './backtest.ts';
import { compareBacktests } from './compare-backtests.ts';
import { type Label, readLabels } from './read-labels.ts';

const ssh = { when: gained({ peers: ['anywhere'], ports: ['tcp/22'] }), respond: { else: ['revert'] as const } };
const notify = [routeOf(), daily];
const strict = policyWith({ checks: { 'no-ssh': { ...ssh, severity: { else: 'critical' } } }, notify });
const lax = policyWith({
  checks: { 'no-ssh': { ...ssh, severity: { else: 'low' }, respond: { else: ['ask'] } } },
  notify,
});

async function testOf(policies: readonly Policy[], labels: readonly Label[] = []): Promise<readonly Backtest[]> {
  const world = new World().as('bob');
  const web = world.group('web');
  world.wait(600);
  web.opens('tcp', 22, '0.0.0.0/0');
  world.wait(600);
  web.opens('tcp', 443, '0.0.0.0/0');
  const { spill } = await spillOf(world.records);
  const results = policies.map((policy) => {
    const kept = openSpill();
    const result = backtest(spill, kept, { judging: { ...judgingBy({}), policy }, snapshot: null, net: true, labels });
    kept.close();
    return result;
  });
  spill.close();
  return results;
}

const countOf = ({ figures }: Backtest, id: string): number => figures.find((each) => each.id === id)?.count ?? 0;

describe('backtest', () => {
  test('R57: counts what would be told and reverted, by check, actor, environment and channel, each with its changes', async () => {
    const [own] = await testOf([strict]);
    expect(own!.rulings).toMatchObject({ judged: 3, clear: 2 });
    for (const id of [
      'told',
      'paged',
      'revert',
      'check.no-ssh',
      'actor.bob',
      'environment.prod',
      'channel.slack.secops',
    ])
      expect([id, countOf(own!, id)]).toEqual([id, 1]);
    for (const { rows, id } of own!.figures) if (countOf(own!, id) > 0) expect(rows.length, id).toBeGreaterThan(0);
    expect(countOf(own!, 'fate.told') + countOf(own!, 'fate.digested')).toBe(own!.decisions);
  });

  test('R57: two policies over one reading show the difference and the changes behind it', async () => {
    const [old, next] = await testOf([lax, strict]);
    const compared = new Map(compareBacktests(old!, next!).map((each) => [each.id, each]));
    expect(compared.get('told')).toMatchObject({ current: 0, next: 1, removed: [] });
    expect(compared.get('told')!.added).toEqual(compared.get('ask')!.removed);
    expect(compared.get('check.no-ssh')).toMatchObject({ current: 1, next: 1, added: [], removed: [] });
  });

  test('R57: a known incident is caught when a message holds a record that had the effect', async () => {
    const label = (incident: string, at: number): Label => {
      const eventId = `00000000-0000-4000-8000-${String((at * 7919) % 100_003).padStart(12, '0')}`;
      return { incident, title: incident, eventIds: [eventId], expect: 'high gained ingress tcp/22 0.0.0.0/0' };
    };
    const [own] = await testOf([strict], [label('opened', 2), label('web', 3), label('elsewhere', 99)]);
    expect(own!.incidents.map(({ incident, caught, decision }) => [incident, caught, decision !== null])).toEqual([
      ['opened', true, true],
      ['web', false, true],
      ['elsewhere', false, false],
    ]);
  });
});

test('a table of incidents without its columns is refused', () => {
  expect(readLabels('incident,title\na,b\n')).toEqual({
    misread: 'expected a column `event_ids` in the header, found none',
  });
  expect(readLabels('incident,event_ids\na,1 2\n')).toEqual([
    { incident: 'a', title: '', eventIds: ['1', '2'], expect: '' },
  ]);
});
