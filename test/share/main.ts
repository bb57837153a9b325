import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findNpmPostgres, findSystemPostgres } from '../postgres/find-postgres.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { runShare } from './run-share.ts';

// `node test/share/main.ts --workers 4 --messages 10000 --store postgres` (or `sqlite`; `--postgres 15`: the system's):
// processes share one queue and one store. Fails when anything was done twice, or not at all.

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '4' },
    messages: { type: 'string', default: '10000' },
    store: { type: 'string', default: 'sqlite' },
    postgres: { type: 'string' },
    minutes: { type: 'string', default: '60' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'portcullis-share-'));
const server = values.store === 'postgres' ? await startServer() : null;
try {
  const place = server === null ? join(folder, 'ledger.db') : await server.newDatabase('share');
  const before = loadavg()[0]!;
  const most = Number(values.minutes) * 60_000;
  const report = await runShare(place, Number(values.workers), Number(values.messages), { most });
  process.stdout.write(
    `${JSON.stringify({ store: values.store, load: [before, loadavg()[0]], ...report }, null, 2)}\n`,
  );
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function startServer() {
  const program = values.postgres === undefined ? findNpmPostgres() : findSystemPostgres(Number(values.postgres));
  if (program === null) throw new Error('expected a PostgreSQL server that can be started here, found none');
  return await startPostgres(program, { safe: true });
}
