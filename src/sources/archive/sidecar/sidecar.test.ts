import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { logText, makeArchive, readAll, writeOld } from '../../../../test/archive/archive-folder.ts';
import { sampleRecord } from '../../../../test/archive/sample-records.ts';

function start(): { folder: string; sidecar: string } {
  const files = Array.from({ length: 20 }, (_, index) => [
    `f${index + 10}.json`,
    logText([sampleRecord('CreateSecurityGroup', index), sampleRecord('DescribeInstances', index)]),
  ]);
  return {
    folder: makeArchive({
      ...Object.fromEntries(files),
      'g.csv': 'eventname,eventid\nCreateSecurityGroup,e-1\n',
      'h.json': '{"a":1}',
    }),
    sidecar: makeArchive({}),
  };
}

test('R106: a rerun from the sidecar tells the same without reading the files', async () => {
  const { folder, sidecar } = start();
  const first = await readAll(folder, { sidecar });
  const again = await readAll(folder, { sidecar });
  expect(again).toEqual(first);
  expect(first).toEqual(await readAll(folder));
  const store = new DatabaseSync(join(sidecar, 'archive.sqlite'));
  store.exec(
    `UPDATE file SET wire = '[[1,"file",null,{"eventName":"CreateSecurityGroup","remembered":true}]]' WHERE path LIKE '%f10.json'`,
  );
  store.close();
  expect((await readAll(folder, { sidecar })).records[0]!.json).toEqual({
    eventName: 'CreateSecurityGroup',
    remembered: true,
  });
});

test('R106: new and changed files, and other calls, are read anew', async () => {
  const { folder, sidecar } = start();
  await readAll(folder, { sidecar });
  writeOld(join(folder, 'f10.json'), logText([sampleRecord('RevokeSecurityGroupIngress')]));
  writeOld(join(folder, 'f10a.json'), logText([sampleRecord('ModifySecurityGroupRules')]));
  rmSync(join(folder, 'f11.json'));
  expect((await readAll(folder, { sidecar })).lines.slice(0, 3)).toEqual([
    'f10.json#1 RevokeSecurityGroupIngress',
    'f10a.json#1 ModifySecurityGroupRules',
    'f12.json#1 CreateSecurityGroup',
  ]);
  expect((await readAll(folder, { sidecar, calls: new Set(['DescribeInstances']) })).records.length).toBe(18);
});

test('R106: a damaged sidecar is begun anew with a notice, and nothing is lost', async () => {
  const { folder, sidecar } = start();
  const { lines } = await readAll(folder, { sidecar });
  writeFileSync(join(sidecar, 'archive.sqlite'), 'this is no database'.repeat(1000));
  const damaged = await readAll(folder, { sidecar });
  expect(damaged.lines).toEqual(lines);
  expect(damaged.notices).toEqual(['the sidecar was damaged and is begun anew']);
  expect(await readAll(folder, { sidecar })).toMatchObject({ lines, notices: [] });
});

test('R106: one damaged entry is read from its file', async () => {
  const { folder, sidecar } = start();
  const { lines } = await readAll(folder, { sidecar });
  const store = new DatabaseSync(join(sidecar, 'archive.sqlite'));
  store.exec(`UPDATE file SET wire = '[[1,"s3",nu'`);
  store.close();
  expect((await readAll(folder, { sidecar })).lines).toEqual(lines);
});

test('R106: a sidecar that cannot be written is a notice', async () => {
  const { folder, sidecar } = start();
  writeFileSync(join(sidecar, 'file'), '');
  const reading = await readAll(folder, { sidecar: join(sidecar, 'file') });
  expect(reading.records.length).toBe(21);
  expect(reading.notices[0]).toMatch(/^the sidecar cannot be used, so files are read anew each time/);
});

test('R106: two readings at once share a sidecar', async () => {
  const { folder, sidecar } = start();
  const [one, two] = await Promise.all([readAll(folder, { sidecar }), readAll(folder, { sidecar })]);
  expect(one).toEqual(two);
  expect(one.notices).toEqual([]);
});

test('BM-8: a file with a fault is read again next time, for it may be mended', async () => {
  const { sidecar } = start();
  const folder = makeArchive({ 'a.bin': Buffer.from([0, 1, 2]) });
  expect(await readAll(folder, { sidecar })).toEqual(await readAll(folder, { sidecar }));
  const store = new DatabaseSync(join(sidecar, 'archive.sqlite'));
  expect(store.prepare('SELECT count(*) AS n FROM file').get()).toEqual({ n: 0 });
  store.close();
});
