import { expect, it } from 'vitest';
import { startSeeded } from '../archive/seeded.ts';
import { withPostgres } from '../postgres/with-postgres.ts';
import { inspectStore } from './inspect-store.ts';
import { killRounds } from './kill-rounds.ts';
import { startWorker } from './start-worker.ts';

withPostgres('the newest PostgreSQL', { safe: true }, (server) => {
  it('promise 7: processes that are killed at any moment under load lose nothing that was acknowledged and double nothing', async () => {
    const seeded = startSeeded(Date.now());
    const report = await killRounds(await server().newDatabase('killed'), 20, () => seeded.below(150));
    expect(report.wrong).toEqual([]);
    expect([report.rounds, report.killed]).toEqual([20, 60]);
    expect(report.entries).toBeGreaterThanOrEqual(report.acknowledged);
    // Each has had something acknowledged before it is killed.
    expect(report.acknowledged).toBeGreaterThanOrEqual(60);
  }, 600_000);

  it('four processes at once make one store, and all that each has appended is there', async () => {
    const place = await server().newDatabase('shared');
    const workers = ['one', 'two', 'three', 'four'].map((name) => startWorker(place, name, 0, 30));
    const ended = await Promise.all(workers.map((worker) => worker.ended));
    expect(ended.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    const acknowledged = ended.flatMap((each) => each.acknowledged);
    const { entries, wrong } = await inspectStore(place, acknowledged);
    expect(wrong).toEqual([]);
    expect(acknowledged.filter(({ key }) => !key.startsWith('outcome/'))).toHaveLength(4 * 60);
    expect(entries).toBe(acknowledged.length);
  }, 300_000);
});
