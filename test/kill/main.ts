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
const report = await killRounds(join(folder, 'killed.db'), Number(values.rounds), () => seeded.below(200));
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
process.exitCode = report.wrong.length === 0 ? 0 : 1;
