import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeNewFile, writeNewFiles } from './write-new-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-write-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('writeNewFiles', () => {
  it('makes the folders above a file', () => {
    const file = join(folder, 'a', 'b', 'c.txt');
    writeNewFile(file, 'text');
    expect(readFileSync(file, 'utf8')).toBe('text');
  });

  it.runIf(process.platform === 'linux')('where no folder can be, it says so at once', () => {
    expect(() => writeNewFile('/proc/nowhere/deep/file', 'text')).toThrow(/expected a place that can be written to at/);
  });

  it('leaves nothing half-written: when one file cannot be, no other stays', () => {
    const [whole, plain] = [join(folder, 'whole.txt'), join(folder, 'plain')];
    writeFileSync(plain, 'a file, no folder');
    expect(() =>
      writeNewFiles([
        [whole, 'text'],
        [join(plain, 'below.txt'), 'text'],
      ]),
    ).toThrow(/below\.txt/);
    expect([existsSync(whole), readFileSync(plain, 'utf8')]).toEqual([false, 'a file, no folder']);
  });
});
