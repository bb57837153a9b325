import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { logText, makeArchive, readAll } from './archive-folder.ts';
import { sampleRecord } from './sample-records.ts';

const slot = (day: string, time: string, mark: string): string =>
  `AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/${day}/111122223333_CloudTrail_eu-central-1_202601${day}T${time}Z_${mark.repeat(16)}.json.gz`;

function manyFiles(): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {};
  for (let index = 0; index < 120; index++) {
    const records = Array.from({ length: 1 + (index % 7) * 30 }, (_, at) =>
      sampleRecord(at % 3 === 0 ? 'CreateSecurityGroup' : 'DescribeInstances', index * 1000 + at),
    );
    const text = index % 11 === 0 ? JSON.stringify(records) : logText(records);
    files[`d${index % 5}/f${index}.json${index % 2 ? '.gz' : ''}`] = index % 2 ? gzipSync(text) : text;
  }
  files['d2/broken.gz'] = gzipSync(logText([sampleRecord('CreateSecurityGroup')])).subarray(0, 200);
  return files;
}

test('R106: the order is that of paths and records, whatever the number of threads', async () => {
  const folder = makeArchive(manyFiles());
  const alone = await readAll(folder);
  const inFile = (index: number): number => Math.ceil((1 + (index % 7) * 30) / 3);
  expect(alone.records.length).toBe(
    Array.from({ length: 120 }, (_, index) => inFile(index)).reduce((sum, count) => sum + count, 0),
  );
  expect([...alone.lines].map((line) => line.split('#')[0]!)).toEqual(
    [...alone.lines].map((line) => line.split('#')[0]!).sort(),
  );
  for (const threads of [2, 3]) {
    const reading = await readAll(folder, { threads });
    expect(reading.lines).toEqual(alone.lines);
    expect(reading.records).toEqual(alone.records);
    expect(reading.progress).toEqual(alone.progress);
  }
});

test('R106: a reading that is given up ends its threads', async () => {
  const { openArchive } = await import('../../src/sources/archive/open-archive.ts');
  for await (const _ of openArchive([makeArchive(manyFiles())], {
    calls: new Set(['CreateSecurityGroup']),
    threads: 2,
    sidecar: null,
  }))
    break;
});

test('R31: digests and insights among the logs are left out, by folder and by content', async () => {
  const log = gzipSync(logText([sampleRecord('CreateSecurityGroup')]));
  const { lines, progress } = await readAll(
    makeArchive({
      [slot('31', '0920', 'a')]: log,
      'AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/x.json.gz': log,
      'AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/x.json.gz': log,
      'digest.json': JSON.stringify({ awsAccountId: '111122223333', logFiles: [] }),
    }),
  );
  expect(lines.length).toBe(1);
  expect(progress.skipped).toBe(2);
});

test('R31: files delivered more than a day before a moment are left out, later ones never', async () => {
  const log = gzipSync(logText([sampleRecord('CreateSecurityGroup')]));
  const folder = makeArchive({
    [slot('10', '0000', 'a')]: log,
    [slot('19', '1155', 'b')]: log,
    [slot('19', '1200', 'c')]: log,
    [slot('30', '0000', 'd')]: log,
    'other.json.gz': log,
  });
  const { lines, progress } = await readAll(folder, { since: Date.UTC(2026, 0, 20, 12) });
  expect(lines.map((line) => /Z_(.)|other/.exec(line)![1] ?? 'other')).toEqual(['c', 'd', 'other']);
  expect(progress.skipped).toBe(2);
});

test('R32: through small windows and in plain JavaScript the same is found in files', async () => {
  const folder = makeArchive(manyFiles());
  const { lines } = await readAll(folder);
  for (const options of [
    { wholeFile: 0 },
    { wholeFile: 0, window: 100 },
    { plainJavaScript: true },
    { plainJavaScript: true, wholeFile: 0, window: 333 },
  ]) {
    expect((await readAll(folder, options)).lines, JSON.stringify(options)).toEqual(lines);
  }
});
