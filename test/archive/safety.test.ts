import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { logText, makeArchive, readAll } from './archive-folder.ts';
import { sampleRecord } from './sample-records.ts';

const records = Array.from({ length: 400 }, (_, index) =>
  sampleRecord(index % 50 === 0 ? 'CreateSecurityGroup' : 'DescribeInstances', index + 1, {
    note: (index * 7919).toString(36).repeat(9),
  }),
);
const log = logText(records);
const gzip = gzipSync(log);
const good = { 'z.json': logText([records[0]]) };
const goodLine = 'z.json#1 CreateSecurityGroup';

test('R99 BM-8: of a truncated gzip file the whole records are told, then the damage, and the other files are read', async () => {
  const { lines } = await readAll(makeArchive({ ...good, 'a.gz': gzip.subarray(0, gzip.length >> 1) }));
  expect(lines.length).toBeGreaterThan(4);
  expect(lines.slice(0, 2)).toEqual(['a.gz#1 CreateSecurityGroup', 'a.gz#51 CreateSecurityGroup']);
  expect(lines.slice(-2)).toEqual(['a.gz#- the gzip data end too early (truncated file)', goodLine]);
});

test('BM-8: of a gzip file damaged midway every whole record before the damage is told', async () => {
  const bad = Buffer.from(gzip);
  bad.fill(0xff, gzip.length >> 1, (gzip.length >> 1) + 40);
  const { lines } = await readAll(makeArchive({ ...good, 'a.gz': bad }));
  expect(
    lines.filter((line) => line.startsWith('a.gz') && line.endsWith(' CreateSecurityGroup')).length,
  ).toBeGreaterThan(3);
  expect(lines.at(-2)).toMatch(/^a\.gz#- the gzip (data are damaged|checksum)/);
});

test('BM-8: a wrong checksum is told, beside the records', async () => {
  const bad = Buffer.from(gzip);
  bad[bad.length - 6]! ^= 1;
  const { lines } = await readAll(makeArchive({ 'a.gz': bad }));
  expect(lines.length).toBe(9);
  expect(lines.at(-1)).toBe('a.gz#- the gzip checksum (CRC-32) does not match its content');
});

test('R99: a decompression bomb is stopped while it inflates, whatever size it claims', async () => {
  const bomb = gzipSync(`{"Records":[${' '.repeat(40_000_000)}]}`);
  const lying = Buffer.from(bomb);
  lying.writeUInt32LE(1000, lying.length - 4);
  const { lines } = await readAll(makeArchive({ 'a.gz': bomb, 'b.gz': lying, 'c.gz': gzipSync(bomb), ...good }), {
    maxInflated: 10_000_000,
  });
  const reason = 'inflates to more than 10000000 bytes, perhaps a decompression bomb: the rest was not read';
  expect(lines).toEqual([`a.gz#- ${reason}`, `b.gz#- ${reason}`, `c.gz#- ${reason}`, goodLine]);
});

test('R99 BM-8: a hundred thousand brackets overflow nothing and are told', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const wanted = JSON.stringify(sampleRecord('CreateSecurityGroup')).replace(/}$/, `,"x":${deep}}`);
  const { lines } = await readAll(
    makeArchive({
      'a.json': deep,
      'b.json': `{"Records":[${wanted}]}`,
      'c.json': '['.repeat(100_000),
      'd.json': '{"a":'.repeat(100_000),
      ...good,
    }),
  );
  expect(lines).toEqual([
    'a.json#1 expected at most 256 levels of brackets, found more',
    'b.json#1 expected at most 256 levels of brackets, found more',
    'c.json#1 the file ends inside this value',
    'd.json#1 the file ends inside this value',
    goodLine,
  ]);
});

test('R99: megabytes in one text, NUL bytes, lone surrogates and broken UTF-8 come through', async () => {
  const odd = sampleRecord('CreateSecurityGroup', 1, { long: 'x"\\{'.repeat(700_000), nul: '\0', lone: '\ud800' });
  const broken = Buffer.concat([
    Buffer.from('{"Records":[{"eventVersion":"1","eventName":"CreateSecurityGroup","x":"'),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('"}]}'),
  ]);
  const reading = await readAll(makeArchive({ 'a.json': logText([odd]), 'b.json': broken }));
  expect(reading.records.map((record) => record.json)).toEqual([
    odd,
    { eventVersion: '1', eventName: 'CreateSecurityGroup', x: '\ufffd\ufffd' },
  ]);
});

test('R99: a value beyond every bound is told and skipped, and what follows is read', async () => {
  const huge = JSON.stringify(sampleRecord('CreateSecurityGroup', 1, { x: 'y'.repeat(17 * 1024 * 1024) }));
  const small = JSON.stringify(sampleRecord('CreateSecurityGroup', 2));
  const { lines } = await readAll(makeArchive({ 'a.json': `{"Records":[${huge},${small}]}` }));
  expect(lines).toEqual([
    'a.json#1 expected at most 16777216 bytes in one record, found more',
    'a.json#2 CreateSecurityGroup',
  ]);
});

test('BM-8: binary files, other tables and empty archives are told; notes beside the logs are counted', async () => {
  const { lines, progress } = await readAll(
    makeArchive({
      'a.bin': Buffer.from([1, 2, 0, 255, 9]),
      'b.csv': 'x,y\n1,2\n',
      'c.json': '{"a":1}',
      'd.gz': '',
      'README.md': '# hello',
      '.DS_Store': 'x',
      ...good,
    }),
  );
  expect(lines).toEqual([
    'a.bin#- neither JSON nor CSV nor gzip, but binary',
    'b.csv#- neither JSON nor CSV nor gzip',
    'c.json#1 expected a CloudTrail record or a known envelope, found an object with `a`',
    goodLine,
  ]);
  expect(progress).toMatchObject({ files: 5, filesDone: 5, skipped: 2, records: 1 });
});

test('BM-8: a damaged line ends at its newline, and the event id in it is told', async () => {
  const [a, b] = [JSON.stringify(records[0]), JSON.stringify(records[50])];
  const reading = await readAll(makeArchive({ 'a.ndjson': `${a}\n${a.slice(0, -40)}\nnonsense\n${b}\n` }));
  expect(reading.lines).toEqual([
    'a.ndjson#1 CreateSecurityGroup',
    'a.ndjson#2 the line ends inside this value',
    'a.ndjson#- expected a JSON value, found `nonsense` after record 2',
    'a.ndjson#3 CreateSecurityGroup',
  ]);
  expect(reading.unreadable[0]!.eventId).toBe('22222222-2222-2222-2222-000000000001');
});

test('R99: links in a circle, broken links, pipes and missing paths are told or ended, and nothing hangs', async () => {
  const folder = makeArchive({ 'in/z.json': good['z.json'] });
  symlinkSync('..', join(folder, 'in/circle'));
  symlinkSync('nowhere', join(folder, 'broken'));
  symlinkSync('a', join(folder, 'b'));
  symlinkSync('b', join(folder, 'a'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  mkdirSync(join(folder, 'empty'));
  const { lines } = await readAll(folder, {}, [folder, `${folder}/missing`]);
  expect(lines).toEqual([
    'a#- symbolic links lead in a circle',
    'b#- symbolic links lead in a circle',
    'broken#- no such file or folder',
    'in/z.json#1 CreateSecurityGroup',
    'pipe#- a pipe, not a file: not opened',
    'missing#- no such file or folder',
  ]);
});
