import { expect, it } from 'vitest';
import { withPostgres } from '../postgres/with-postgres.ts';
import { runShare } from './run-share.ts';

withPostgres('the newest PostgreSQL', { safe: true }, (server) => {
  it.each([2, 4])(
    '%i processes on one queue decide every message once and double no action and no message to people',
    async (count) => {
      const report = await runShare(await server().newDatabase(`share${count}`), count, 400, { most: 300_000 });
      expect(report.wrong).toEqual([]);
      expect(report).toMatchObject({ breaches: 10, actions: 10 });
      expect(report.again).toBeGreaterThan(10);
      expect(report.shares.filter(({ messages }) => messages > 0)).toHaveLength(count);
    },
    360_000,
  );
});
