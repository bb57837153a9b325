import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles } from '../../bench/contenders/list-files.ts';
import { readNaively } from '../../bench/contenders/naive-reader.ts';
import { callsOf, readOurs } from '../../bench/contenders/our-reader.ts';
import { writeFiles } from '../../bench/generate/file-writer.ts';
import { type Archive, generateArchive } from '../../bench/generate/generate-archive.ts';
import { writeLogFile } from '../../bench/generate/log-file.ts';
import { generateSingleFile } from '../../bench/generate/single-file.ts';
import { slotOfFile } from '../../bench/generate/slot.ts';
import { hashIds, type Tier } from '../../bench/generate/truth.ts';
import { slotOf } from '../../src/sources/archive/file-name.ts';

const home = mkdtempSync(join(tmpdir(), 'portcullis-bench-test-'));
const tiers: readonly Tier[] = ['perimeter', 'both'];
let archive: Archive;

beforeAll(async () => {
  archive = await generateArchive(home, 1, 'usual');
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the archive that the bench generates', () => {
  it('holds exactly the watched calls that its truth tells, by the naive reader', () => {
    for (const tier of tiers) {
      expect(hashIds(readNaively(archive.folder, callsOf(tier)))).toEqual(archive.truth.tiers[tier]);
    }
  });

  it('R31: holds exactly the watched calls that its truth tells, by our reader with one thread and with two', async () => {
    for (const tier of tiers) {
      for (const threads of [1, 2]) {
        const ids: string[] = [];
        for await (const some of readOurs(archive.folder, { tier, threads, sidecar: null })) ids.push(...some);
        expect(hashIds(ids)).toEqual(archive.truth.tiers[tier]);
      }
    }
  });

  it('is the same whatever the number of threads that write it', () => {
    const task = { folder: join(home, 'again'), seed: 20260105, rate: 'usual', files: archive.truth.files } as const;
    writeFiles({ ...task, first: 0, step: 1 });
    expect(digestOf(task.folder)).toEqual(digestOf(archive.folder));
  });

  it('has the size that was asked for, shrinks to about an eighth and has watched calls in proportion', () => {
    const { gzBytes, rawBytes, records, tiers } = archive.truth;
    expect(gzBytes / 1e6).toBeCloseTo(1, 0);
    expect(rawBytes / gzBytes).toBeGreaterThan(7);
    expect(rawBytes / gzBytes).toBeLessThan(9);
    expect(rawBytes / records).toBeGreaterThan(1400);
    expect(rawBytes / records).toBeLessThan(1800);
    expect(tiers.perimeter.count).toBeGreaterThan(0);
    expect(tiers.both.count).toBeGreaterThan(tiers.perimeter.count);
  });

  it('goes on with other records when it grows', () => {
    const [first, second] = [0, 24].map((index) => writeLogFile(1, slotOfFile(1, index), 'usual'));
    expect(slotOfFile(1, 24).place).toBe(slotOfFile(1, 0).place);
    expect(second!.text).not.toBe(first!.text);
    expect(second!.perimeter.filter((id) => first!.perimeter.includes(id))).toEqual([]);
  });

  it('names its files so that the time of delivery can be read, after what they tell of', () => {
    for (const file of listFiles(archive.folder)) {
      const delivered = slotOf(file);
      const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { Records: { eventTime: string }[] };
      expect(delivered).not.toBeNull();
      expect(Math.max(...Records.map(({ eventTime }) => Date.parse(eventTime)))).toBeLessThan(delivered!);
    }
  });

  it('with a low rate holds a sixteenth of the watched calls', async () => {
    const low = await generateArchive(home, 3, 'low');
    expect(low.truth.tiers.both.count / low.truth.records).toBeLessThan(0.003);
    expect(hashIds(readNaively(low.folder, callsOf('both')))).toEqual(low.truth.tiers.both);
  });

  it('is not made again when it is there', async () => {
    expect(await generateArchive(home, 1, 'usual')).toEqual(archive);
  });

  it('can be one large file', () => {
    const one = generateSingleFile(home, 2);
    expect(listFiles(one.folder)).toHaveLength(1);
    expect(one.truth.rawBytes).toBeGreaterThan(2e6);
    expect(hashIds(readNaively(one.folder, callsOf('both')))).toEqual(one.truth.tiers.both);
  });
});

/** The inflated content of every file by name: zlib versions may pack the same content differently. */
function digestOf(folder: string): readonly string[] {
  return listFiles(folder)
    .map(
      (file) =>
        `${basename(file)} ${createHash('sha256')
          .update(gunzipSync(readFileSync(file)))
          .digest('hex')}`,
    )
    .sort();
}
