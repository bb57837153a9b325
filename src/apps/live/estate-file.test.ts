import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { foundEstate } from '../cli/live-demo/founding.ts';
import { estatePath, readEstateFile, writeEstateFile } from './estate-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-estate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the estate beside a ledger', () => {
  it('is read back as it was written', () => {
    const ledger = join(folder, 'ledger.db');
    const estate = { now: 1_772_442_000_000, states: foundEstate(), calls: [3, 0] };
    writeEstateFile(ledger, estate);
    expect(readEstateFile(ledger)).toEqual(estate);
  });

  it('is null where there is none, and a text that says what is wrong where it cannot be read', () => {
    const ledger = join(folder, 'other.db');
    expect(readEstateFile(ledger)).toBeNull();
    for (const [text, why] of [
      ['{', 'JSON'],
      ['{}', 'it does not say `portcullis:demo-estate:1`'],
      ['{"$schema":"portcullis:demo-estate:1","now":1,"calls":[],"estate":"{}"}', 'expected an estate of'],
    ] as const) {
      writeFileSync(estatePath(ledger), text);
      expect(readEstateFile(ledger)).toContain(why);
    }
  });
});
