import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSeeded } from '../archive/seeded.ts';
import { killRounds } from './kill-rounds.ts';

// `node bootstrap.mjs run test/kill/main.ts --rounds 200`: the kill test for longer. Fails when anything was lost.

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const folder = mkdtempSync(join(tmpdir(), 'portcullis-kill-'));
const seeded = startSeeded(Date.now());
const total = { rounds: 0, killed: 0, acknowledged: 0, entries: 0, wrong: [] as string[] };

/** A new file now and then: each round inspects all of it. */
const roundsPerFile = 20;

try {
  while (total.rounds < Number(values.rounds) && total.wrong.length === 0) {
    const rounds = Math.min(roundsPerFile, Number(values.rounds) - total.rounds);
    const report = await killRounds(join(folder, `${total.rounds}.db`), rounds, () => seeded.below(150));
    total.rounds += report.rounds;
    total.killed += report.killed;
    total.acknowledged += report.acknowledged;
    total.entries += report.entries;
    total.wrong.push(...report.wrong);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`${JSON.stringify(total, null, 2)}\n`);
process.exitCode = total.wrong.length === 0 ? 0 : 1;
