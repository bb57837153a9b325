import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { generatedLedger } from '../../../test/kpi/generated-ledger.ts';
import { withPostgres } from '../../../test/postgres/with-postgres.ts';
import { openPostgresStore } from '../../store/postgres/postgres-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-export-postgres-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const secret = 'planted-password';

withPostgres('the newest PostgreSQL', { safe: false }, (server) => {
  describe('a ledger in PostgreSQL', () => {
    it('R103, R107: is exported, taken in and measured like a file, and its password is shown nowhere', {
      timeout: 60_000,
    }, async () => {
      const url = async (name: string): Promise<string> =>
        (await server().newDatabase(name)).replace('postgres://postgres@', `postgres://postgres:${secret}@`);
      const env = { FROM: await url('from'), TO: await url('to') };
      const [from, to] = ['env:FROM', 'env:TO'].map((place) => `\${${place}}`) as [string, string];
      const opened = await openPostgresStore({ url: env.FROM, shards: 4 });
      if (opened.kind === 'refused') throw new Error(opened.why);
      expect(await opened.store.restore((await generatedLedger(4, 150)).backup())).toMatchObject({ kind: 'restored' });
      await opened.store.close();
      const shown: string[] = [];
      const run = async (...args: readonly string[]) => {
        const { code, err, out } = await portcullis(args, { env });
        shown.push(out, err);
        expect([args[0], err]).toEqual([args[0], '']);
        return { code, out };
      };
      expect((await run('export', from, '--out', at('one.jsonl'))).code).toBe(0);
      expect((await run('import', to, at('one.jsonl'))).code).toBe(0);
      await run('export', to, '--out', at('two.jsonl'));
      await run('import', at('file.db'), at('two.jsonl'));
      await run('export', at('file.db'), '--out', at('three.jsonl'));
      const [one, two, three] = ['one', 'two', 'three'].map((name) => readFileSync(at(`${name}.jsonl`), 'utf8'));
      expect([two === one, three === one]).toEqual([true, true]);
      const kpi = async (ledger: string) => {
        const { out } = await run('kpi', ledger, '--no-policy', '--json', '--by', 'team,week', '--at', '2026-06-01');
        return { ...JSON.parse(out), ledger: null };
      };
      expect(await kpi(to)).toEqual(await kpi(at('file.db')));
      expect((await run('verify', to)).code).toBe(0);
      const again = await portcullis(['import', to, at('one.jsonl')], { env });
      expect([again.code, again.err]).toEqual([1, expect.stringContaining('nothing was written')]);
      expect([...shown, again.err].filter((text) => text.includes(secret))).toEqual([]);
    });
  });
});
