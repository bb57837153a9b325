import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeInstant } from '../../core/leaf/instant.ts';
import { exportKept, exportPart } from '../../store/backup-lines.ts';
import { Complaint } from './complaint.ts';
import { counted } from './counted.ts';
import { batched } from './format/write-rows.ts';
import { nextLines, shellPaths } from './hints.ts';
import { openKept } from './ledger/open-kept.ts';
import { as, print, type Terminal } from './screen.ts';
import { startTicker } from './ticker.ts';
import type { Run } from './verbs.ts';
import { whenOf } from './when.ts';
import { refuseToOverwrite } from './write-new-file.ts';

/** `export`: a whole ledger as JSON Lines, or (`--since`) its newer entries alone. It only reads the store. */
export const exportVerb: Run = async ([path = ''], options, terminal) => {
  const { force, json = false, out = '-', since: from } = options;
  if (out === '-' && json) throw new Complaint('expected `--out <file>` with `--json`: else the lines are the answer');
  refuseToOverwrite(out, force);
  const since = from === undefined ? null : whenOf('--since', from, terminal.now());
  const { kept, shards } = await openKept(path);
  const all = since === null ? exportKept(shards, kept()) : exportPart(shards, kept(), since);
  const ticker = startTicker(terminal, 'lines');
  const told = { lines: 0, bytes: 0 };
  const lines = counting(all, told, ticker.tell);
  await (out === '-' ? writeOut(lines, terminal) : writeFile(lines, out));
  ticker.clear();
  if (out === '-') return 0;
  const head = { ledger: shellPaths([path]), out, shards, since: since === null ? null : writeInstant(since), ...told };
  if (json) await terminal.out(`${JSON.stringify({ $schema: 'portcullis:export:1', ...head })}\n`);
  else
    await print(terminal, [
      [as('bold', 'Wrote  '), `${out}: ${counted(told.lines, 'line')}, ${counted(shards, 'shard')}`],
      ...(since === null
        ? nextLines(terminal, [[`verify ${shellPaths([out])}`, 'proves that nothing was changed']])
        : [[as('dim', '       entries alone, since then: it proves nothing and cannot be taken in again')]]),
    ]);
  return 0;
};

async function* counting(
  all: AsyncIterable<string>,
  told: { lines: number; bytes: number },
  tell: (lines: number) => void,
): AsyncIterable<string> {
  for await (const line of all) {
    told.lines++;
    told.bytes += Buffer.byteLength(line) + 1;
    tell(told.lines);
    yield `${line}\n`;
  }
}

async function writeOut(lines: AsyncIterable<string>, terminal: Terminal): Promise<void> {
  const write = batched(terminal);
  for await (const line of lines) await write(line);
  await write(null);
}

/** Beside its place first, for its owner's eyes only: whoever finds the file finds all of it. */
async function writeFile(lines: AsyncIterable<string>, out: string): Promise<void> {
  const part = `${out}.part`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(part, { mode: 0o600, flush: true }));
    renameSync(part, out);
  } catch (error) {
    rmSync(part, { force: true });
    if (error instanceof Complaint || !(error instanceof Error && 'code' in error)) throw error;
    throw new Complaint(`expected a place that can be written to at \`${out}\`: ${error.message}`);
  }
}
