import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { logText, makeArchive, readAll } from './archive-folder.ts';
import { sampleRecord } from './sample-records.ts';

const one = sampleRecord('AuthorizeSecurityGroupIngress', 1);
const two = sampleRecord('DescribeInstances', 2);
const three = sampleRecord('CreateSecurityGroup', 3);
const log = logText([one, two, three]);
const found = ['#1 AuthorizeSecurityGroupIngress', '#3 CreateSecurityGroup'];
const csv =
  'eventname,eventid,eventsource,requestparameters\nCreateSecurityGroup,e-1,ec2.amazonaws.com,"{""groupName"":""a, b""}"\nDescribeInstances,e-2,ec2.amazonaws.com,\n';

const formats: Readonly<Record<string, readonly [string, string | Uint8Array, readonly string[]]>> = {
  'a log file as delivered': ['a.json.gz', gzipSync(log), found],
  'a log file inflated': ['a.json', log, found],
  'a log file under another name': ['archive-2026', gzipSync(log), found],
  'a gzip file that is called json': ['a.json', gzipSync(log), found],
  'a plain file that is called gz': ['a.json.gz', log, found],
  'a file that was gzipped twice': ['a.json.gz', gzipSync(gzipSync(log)), found],
  'two gzip files run together': [
    'a.gz',
    Buffer.concat([gzipSync(log), gzipSync(log)]),
    [...found, '#4 AuthorizeSecurityGroupIngress', '#6 CreateSecurityGroup'],
  ],
  'a gzip file with a name in its header': ['a.gz', withName(gzipSync(log)), found],
  'log files run together': [
    'a.json',
    `${log}\n${log}`,
    [...found, '#4 AuthorizeSecurityGroupIngress', '#6 CreateSecurityGroup'],
  ],
  'lines of records': ['a.ndjson', `${[one, two, three].map((record) => JSON.stringify(record)).join('\n')}\n`, found],
  'lines of log files': ['a.jsonl', `${logText([one, two])}\n${logText([three])}\n`, found],
  'an array': ['a.log', JSON.stringify([one, two, three], null, 2), found],
  'a single pretty record': ['a.txt', JSON.stringify(three, null, 4), ['#1 CreateSecurityGroup']],
  'UTF-16, as Windows shells write it': ['a.json', Buffer.from(`\ufeff${log}`, 'utf16le'), found],
  'a byte order mark': ['a.json', `\ufeff${log}`, found],
  LookupEvents: [
    'a.json',
    JSON.stringify({
      Events: [one, two, three].map((record) => ({ EventId: 'x', CloudTrailEvent: JSON.stringify(record) })),
      NextToken: 'n',
    }),
    found,
  ],
  CSV: ['a.csv', csv, ['#1 CreateSecurityGroup']],
  'CSV with a byte order mark, gzipped': ['a.csv.gz', gzipSync(`\ufeff${csv}`), ['#1 CreateSecurityGroup']],
  TSV: ['a.tsv', csv.replace('"{""groupName"":""a, b""}"', '{}').replaceAll(',', '\t'), ['#1 CreateSecurityGroup']],
};

for (const [name, [file, content, expected]] of Object.entries(formats)) {
  test(`R31: records are found in ${name}`, async () => {
    const { lines, unreadable } = await readAll(makeArchive({ [file]: content }));
    expect(lines).toEqual(expected.map((line) => `${file}${line}`));
    expect(unreadable).toEqual([]);
  });
}

test('R31: a CloudWatch Logs subscription is opened', async () => {
  const data = gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      logEvents: [{ id: '1', timestamp: 1, message: JSON.stringify(three) }],
    }),
  ).toString('base64');
  expect((await readAll(makeArchive({ a: JSON.stringify({ awslogs: { data } }) }))).lines).toEqual([
    'a#1 CreateSecurityGroup',
  ]);
});

test('R31: a record knows its way, and a delivered file when it came', async () => {
  const name =
    'AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/31/111122223333_CloudTrail_eu-central-1_20260131T0920Z_AbCdEfGhIjKlMnOp.json.gz';
  const { records } = await readAll(makeArchive({ [name]: gzipSync(log) }));
  expect(records.map((record) => [record.from, record.receivedAt])).toEqual([
    ['s3', Date.UTC(2026, 0, 31, 9, 20)],
    ['s3', Date.UTC(2026, 0, 31, 9, 20)],
  ]);
  expect(records[0]!.json).toEqual(one);
});

/** The same gzip with FNAME set (RFC 1952, 2.3). */
function withName(gzip: Buffer): Buffer {
  const head = Buffer.from(gzip.subarray(0, 10));
  head[3] = 8;
  return Buffer.concat([head, Buffer.from('log.json\0'), gzip.subarray(10)]);
}
