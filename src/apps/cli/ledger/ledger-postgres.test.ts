import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, writeArchive } from '../../../../test/end-to-end/small-archive.ts';
import { writeLedger } from '../../../../test/end-to-end/write-ledger.ts';
import { withPostgres } from '../../../../test/postgres/with-postgres.ts';
import { openPostgresStore } from '../../../store/postgres/postgres-store.ts';
import { keptOf } from './kept-of.ts';

const web = 'sg-0123456789abcdef0';
const records = [
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:00:00Z', user: 'bob' }),
];
const secret = 'planted-password';
const policy = join(writeArchive(records), 'policy.yaml');
const noSsh = 'gained: { direction: [ingress], peers: [internet], ports: [tcp/22] }';
writeFileSync(
  policy,
  `version: 1\nchecks:\n  no-ssh:\n    say: No ssh\n    when: { ${noSsh} }\n    severity: { else: critical }\n    respond: { else: [revert] }\nsafety: { mode: { else: enforce } }\n`,
);

withPostgres('the newest PostgreSQL', { safe: false }, (server) => {
  describe('a ledger in PostgreSQL', () => {
    it('is read, proven and ordered from like a file, and its password is shown nowhere', {
      timeout: 60_000,
    }, async () => {
      const ledger = await writeLedger(records, policy, () => []);
      const plain = await server().newDatabase('ledger');
      const whole = plain.replace('postgres://postgres@', `postgres://postgres:${secret}@`);
      expect(whole).toContain(secret);
      const kept = join(writeArchive([]), 'url');
      writeFileSync(kept, whole);
      const url = `\${file:${kept}}`;
      const opened = await openPostgresStore({ url: whole });
      if (opened.kind === 'refused') throw new Error(opened.why);
      expect(await opened.store.restore(keptOf(ledger.store, 'store'))).toMatchObject({ kind: 'restored' });
      await opened.store.close();
      for (const verb of [['scan'], ['log', 'prod-web'], ['blame', 'prod-web'], ['exposed']]) {
        const [file, database] = [await portcullis([...verb, ledger.store]), await portcullis([...verb, url])];
        expect([verb, database.err, database.code]).toEqual([verb, '', file.code]);
        const rest = (text: string) => text.replaceAll(/\S*(ledger\.db|\/ledger\S*)/g, '').split('\n').length;
        expect(rest(database.out)).toBe(rest(file.out));
        expect(database.out).not.toContain(secret);
      }
      const proven = await portcullis(['verify', url]);
      expect([proven.code, proven.err, proven.out.includes(secret)]).toEqual([0, '', false]);
      expect(proven.out).toContain('Proven');
      const stopped = await portcullis([
        'stop',
        '--ledger',
        url,
        '--reason',
        'a test',
        '--as',
        'ada',
        '--policy',
        policy,
      ]);
      expect([stopped.code, stopped.out.includes(secret), stopped.err.includes(secret)]).toEqual([0, false, false]);
      expect((await portcullis(['verify', url])).code).toBe(0);
      const shown = await portcullis(['verify', whole]);
      expect([shown.code, shown.out, shown.err.includes(secret)]).toEqual([1, '', false]);
    });

    it('that is not there is refused with what was expected, and nothing is made', async () => {
      const url = await server().newDatabase('empty');
      const { code, err } = await portcullis(['scan', url]);
      expect(code).toBe(1);
      expect(err).toMatch(/expected a store/);
      expect((await portcullis(['verify', url])).code).toBe(1);
    });
  });
});
