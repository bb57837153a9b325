import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSeeded } from '../archive/seeded.ts';
import { findNpmPostgres, findSystemPostgres } from '../postgres/find-postgres.ts';
import { startPostgres } from '../postgres/start-postgres.ts';
import { killRounds } from './kill-rounds.ts';

// `npm run kill -- --rounds 200 --store postgres` (sqlite unless told otherwise; `--postgres 15`: the system's): the kill
// test for longer. Fails when anything was lost.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    store: { type: 'string', default: 'sqlite' },
    postgres: { type: 'string' },
  },
});
const seeded = startSeeded(Date.now());
const total = { rounds: 0, killed: 0, acknowledged: 0, entries: 0, wrong: [] as string[] };

/** A new store now and then: each round inspects all of it. */
const roundsPerStore = 20;

const places = values.store === 'postgres' ? await postgresPlaces() : sqlitePlaces();
try {
  while (total.rounds < Number(values.rounds) && total.wrong.length === 0) {
    const rounds = Math.min(roundsPerStore, Number(values.rounds) - total.rounds);
    const workers = values.store === 'postgres' ? 4 : 3;
    const report = await killRounds(await places.next(), rounds, () => seeded.below(150), workers);
    total.rounds += report.rounds;
    total.killed += report.killed;
    total.acknowledged += report.acknowledged;
    total.entries += report.entries;
    total.wrong.push(...report.wrong);
  }
} finally {
  await places.end();
}
process.stdout.write(`${JSON.stringify(total, null, 2)}\n`);
process.exitCode = total.wrong.length === 0 ? 0 : 1;

function sqlitePlaces() {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-kill-'));
  return {
    next: async () => join(folder, `${total.rounds}.db`),
    end: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function postgresPlaces() {
  const program = values.postgres === undefined ? findNpmPostgres() : findSystemPostgres(Number(values.postgres));
  if (program === null) throw new Error('expected a PostgreSQL server that can be started here, found none');
  const server = await startPostgres(program, { safe: true });
  return { next: async () => await server.newDatabase(`kill${total.rounds}`), end: async () => await server.stop() };
}
