import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startSeeded } from '../archive/seeded.ts';
import { inspectStore } from './inspect-store.ts';
import { killRounds } from './kill-rounds.ts';
import { startWorker } from './start-worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('processes on one SQLite file', () => {
  it('promise 7: killed at any moment under load they lose nothing that was acknowledged and double nothing', async () => {
    const seeded = startSeeded(Date.now());
    const report = await killRounds(join(folder, 'killed.db'), 20, () => seeded.below(150));
    expect(report.wrong).toEqual([]);
    expect([report.rounds, report.killed]).toEqual([20, 60]);
    expect(report.entries).toBeGreaterThanOrEqual(report.acknowledged);
    // Each has had something acknowledged before it is killed.
    expect(report.acknowledged).toBeGreaterThanOrEqual(60);
  }, 600_000);

  it('three at once make one store, and all that each has appended is there', async () => {
    const file = join(folder, 'shared.db');
    const workers = ['one', 'two', 'three'].map((name) => startWorker(file, name, 0, 60));
    const ended = await Promise.all(workers.map((worker) => worker.ended));
    expect(ended.map(({ status }) => status)).toEqual(['done', 'done', 'done']);
    const acknowledged = ended.flatMap((each) => each.acknowledged);
    const { entries, wrong } = await inspectStore(file, acknowledged);
    expect(wrong).toEqual([]);
    expect(acknowledged.filter(({ key }) => !key.startsWith('outcome/'))).toHaveLength(3 * 120);
    expect(entries).toBe(acknowledged.length);
  }, 300_000);
});
