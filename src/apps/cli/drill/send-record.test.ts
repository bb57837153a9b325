import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sendRecordTo } from './send-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-send-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('R151: an injected record is a new file of the first folder among the sources', async () => {
  const record = { eventID: '00000000-0000-4000-8000-000000000001', awsRegion: 'eu-west-1' };
  await sendRecordTo([{ kind: 'lookup' }, { kind: 'folder', folder }])(record);
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, name!), 'utf8'))).toEqual({ Records: [record] });
  await expect(sendRecordTo([{ kind: 'folder', folder }])(record)).rejects.toThrow('EEXIST');
});

test('Event history and standard input take nothing', () => {
  expect(() => sendRecordTo([{ kind: 'lookup' }, { kind: 'stdin' }])).toThrow(
    'expected a source of kind `sqs` or `folder`',
  );
});
