import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDrillWorld } from '../../apps/live/drill-world.ts';
import type { Channel, Delivery } from '../../contracts/channel.ts';
import { readInstant } from '../../core/leaf/instant.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { type DrillSchedule, drillStep } from './drill-step.ts';
import { isOverdue, lastDrill } from './last-drill.ts';

const root = join(import.meta.dirname, '../../..');
const { policy } = readPolicyFiles([join(root, 'examples/live/drill.yaml')], join(root, 'policies'));
const judging = { policy: policy!, engine: 'test' };
const [hour, day] = [3_600_000, 86_400_000];

async function scene() {
  const told: Delivery[] = [];
  const channel: Channel = {
    ...{ memory: 'edits', takes: ['first', 'update', 'again'] },
    deliver: async (delivery) => {
      told.push(delivery);
      return { kind: 'done', ref: 'r' };
    },
  };
  const channels = new Map([
    ['slack.secops', channel],
    ['mail.secops', channel],
  ]);
  const start = readInstant('2026-03-02T09:00:00Z')!;
  const world = openDrillWorld({ store: createMemoryStore(2), judging, channels, start });
  await world.passes(5_000);
  const schedule: DrillSchedule = { site: world.site, group: null, every: day };
  const step = (worker = 'one') => drillStep({ ...world.drill, worker }, schedule);
  const kinds = () =>
    told.filter(({ what }) => what === 'first').map(({ alert: { kind, headline } }) => `${kind}: ${headline}`);
  return { ...world, step, kinds };
}

describe('drills by the clock', () => {
  test('R151: one is made for each span of time, whoever comes first', async () => {
    const { step, passes } = await scene();
    expect(await step()).toMatchObject({ passed: true });
    expect(await step()).toBe('idle');
    expect(await step('two')).toBe('idle');
    await passes(day);
    expect(await step('two')).toMatchObject({ passed: true });
  });

  test('R151: people are told once that none has passed for too long', async () => {
    const { step, passes, kinds, drill } = await scene();
    await step();
    const away = { ...drill.canary, find: async () => ({ kind: 'found', groups: [] }) as const };
    await passes(day + 13 * hour);
    const before = kinds().length;
    for (let times = 0; times < 2; times++)
      await drillStep(
        { ...drill, canary: away, worker: 'one' },
        { site: { account: '111122223333', region: 'eu-west-1' }, group: null, every: day },
      );
    await passes(5_000);
    expect(new Set(kinds().slice(before))).toEqual(
      new Set([
        'notice: The drill is overdue: nobody knows that alerts still arrive',
        'notice: The drill failed at: ready',
      ]),
    );
  });

  test('R151: one that is called off, or meets another one, is made later, and alarms nobody', async () => {
    const { passes, kinds, drill, site } = await scene();
    const off = new AbortController();
    const hears = (): void => off.abort();
    const schedule: DrillSchedule = { site, group: null, every: day };
    expect(await drillStep({ ...drill, worker: 'one', hears, signal: off.signal }, schedule)).toBe('refused');
    await passes(5_000);
    expect(kinds().filter((each) => each.startsWith('notice'))).toEqual([]);
    expect(await drillStep({ ...drill, worker: 'two' }, schedule)).toMatchObject({ passed: true });
    const known = await lastDrill(drill, site);
    expect(known).toMatchObject({ every: day, last: { passed: true, failed: null } });
    expect(known!.last!.took).toBeGreaterThan(0);
    const at = known!.passedAt!;
    expect([isOverdue(at, day, at + day), isOverdue(at, day, at + 2 * day), isOverdue(null, day, at)]).toEqual([
      ...[false, true, false],
    ]);
  });
});
