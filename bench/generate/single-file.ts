import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Archive } from './generate-archive.ts';
import { contentVersion, writeLogFile } from './log-file.ts';
import { slotOfFile } from './slot.ts';
import { hashIds, type Truth } from './truth.ts';

const seed = 50;

/** Gives an archive of one file that inflates to about so many megabytes: no reader may hold such a file to search it. */
export function generateSingleFile(home: string, rawMegabytes: number): Archive {
  const name = `one-${rawMegabytes}-raw`;
  const [folder, truthFile] = [join(home, name, 'archive'), join(home, name, 'truth.json')];
  const version = `${contentVersion}/${seed}/zlib ${process.versions.zlib}`;
  if (existsSync(truthFile)) {
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth;
    if (truth.version === version) return { name, folder, truth };
  }
  rmSync(join(home, name), { recursive: true, force: true });
  const parts = [];
  for (let index = 0, size = 0; size < rawMegabytes * 1e6; index++) {
    const part = writeLogFile(seed, slotOfFile(seed, index), 'usual');
    size += part.text.length;
    parts.push(part);
  }
  const text = `{"Records":[${parts.map((part) => part.text.slice('{"Records":['.length, -2)).join(',')}]}`;
  const stored = gzipSync(Buffer.from(text, 'latin1'));
  const file = join(folder, slotOfFile(seed, 0).path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stored);
  const perimeter = parts.flatMap((part) => part.perimeter);
  const truth: Truth = {
    version,
    files: 1,
    gzBytes: stored.length,
    rawBytes: text.length,
    records: parts.reduce((sum, part) => sum + part.records, 0),
    tiers: {
      perimeter: hashIds([...perimeter]),
      both: hashIds(perimeter.concat(parts.flatMap((part) => part.attachment))),
    },
  };
  writeFileSync(truthFile, `${JSON.stringify(truth, null, 2)}\n`);
  return { name, folder, truth };
}
