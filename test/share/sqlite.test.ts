import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runShare } from './run-share.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-share-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('processes on one SQLite file and one queue', () => {
  it.each([2, 4])(
    '%i of them decide every message once and double no action and no message to people',
    async (count) => {
      const report = await runShare(join(folder, `${count}.db`), count, 400, { most: 300_000 });
      expect(report.wrong).toEqual([]);
      expect(report).toMatchObject({ breaches: 10, actions: 10 });
      expect(report.again).toBeGreaterThan(10);
      expect(report.shares.filter(({ messages }) => messages > 0)).toHaveLength(count);
    },
    360_000,
  );
});
