import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inbox, Message } from '../../contracts/live.ts';
import { measureDelays } from './measure-delays.ts';
import { startDelays } from './start-delays.ts';

const way = { source: 'queue', account: '111122223333', region: 'eu-west-1' };

describe('delays', () => {
  it('R11: are told by source, account and region', () => {
    const delays = startDelays();
    delays.note(way, 2_000);
    delays.note({ ...way, region: 'us-east-1' }, 300_000);
    expect(delays.figures().map(({ region, count }) => [region, count])).toEqual([
      ['eu-west-1', 1],
      ['us-east-1', 1],
    ]);
  });

  it('quantiles are at most 15 % above what was measured, and never below', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 500, max: 1_000_000_000 }), { minLength: 1, maxLength: 300 }), (all) => {
        const delays = startDelays();
        for (const one of all) delays.note(way, one);
        const sorted = all.toSorted((a, b) => a - b);
        const [{ p50, p95, p99, longest }] = delays.figures() as [ReturnType<typeof delays.figures>[number]];
        for (const [share, told] of [
          [0.5, p50],
          [0.95, p95],
          [0.99, p99],
        ] as const) {
          const true_ = sorted[Math.max(0, Math.ceil(all.length * share - 1e-9) - 1)]!;
          expect(told).toBeGreaterThanOrEqual(true_ * 0.999);
          expect(told).toBeLessThanOrEqual(true_ * 1.15 + 1);
        }
        expect(longest).toBe(sorted.at(-1));
      }),
      { numRuns: 200 },
    );
  });

  it('grace is the usual one until a way has enough records, then p99 of the slowest way, at most a day', () => {
    const delays = startDelays();
    for (let n = 0; n < 99; n++) delays.note(way, 30_000);
    expect(delays.grace(900_000)).toBe(900_000);
    delays.note(way, 30_000);
    expect(delays.grace(900_000)).toBeLessThan(35_000);
    for (let n = 0; n < 200; n++) delays.note({ ...way, source: 'lookup' }, 600_000);
    expect(delays.grace(900_000)).toBeGreaterThanOrEqual(600_000);
    for (let n = 0; n < 500; n++) delays.note({ ...way, source: 's3' }, 8e8);
    expect(delays.grace(900_000)).toBe(86_400_000);
  });

  it('old figures fade until nothing is left of them', () => {
    const delays = startDelays();
    for (let n = 0; n < 200; n++) delays.note(way, 30_000);
    delays.fade();
    expect(delays.figures()).toMatchObject([{ count: 100 }]);
    for (let n = 0; n < 20; n++) delays.fade();
    expect(delays.figures()).toEqual([]);
  });

  it('any number of invented regions takes bounded memory', () => {
    const delays = startDelays();
    for (let n = 0; n < 5_000; n++) delays.note({ ...way, region: `r-${n}` }, 1_000);
    expect(delays.figures().length).toBeLessThanOrEqual(2_001);
  });

  it('a record that comes again is measured once, and what is no record not at all', async () => {
    const delays = startDelays();
    const json = { eventID: 'e-1', eventTime: '2026-01-31T09:14:07Z', awsRegion: 'eu-west-1' };
    const place = { file: 'queue', number: 1 };
    const message: Message = {
      receipt: '1',
      intaken: [
        { kind: 'record', json, place, from: 'eventbridge', receivedAt: null },
        { kind: 'unreadable', place, reason: 'damaged', eventId: null },
      ],
    };
    const inner: Inbox = {
      take: async () => ({ kind: 'taken', messages: [message] }),
      done: async () => ({ kind: 'settled' }),
    };
    const inbox = measureDelays(inner, 'queue', delays, { now: () => Date.UTC(2026, 0, 31, 9, 14, 49) });
    await inbox.take(10);
    await inbox.take(10);
    expect(delays.figures()).toMatchObject([{ account: 'unknown', region: 'eu-west-1', count: 1, longest: 42_000 }]);
    expect(await inbox.back!('1')).toEqual({ kind: 'settled' });
  });
});
