import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { startNamedReader } from './read-named.ts';
import type { S3Calls } from './s3-calls.ts';

const log = gzipSync(
  JSON.stringify({
    Records: ['RevokeSecurityGroupIngress', 'DescribeInstances'].map((eventName, n) => ({
      ...{ eventVersion: '1.11', eventName, eventID: `e-${n}`, eventSource: 'ec2.amazonaws.com' },
    })),
  }),
);

function stage(content: Buffer = log, buckets: ReadonlySet<string> | null = null) {
  const asked: string[] = [];
  let under = 0;
  let most = 0;
  const reader = startNamedReader(
    { region: 'eu-west-1' },
    { calls: new Set(['RevokeSecurityGroupIngress']), buckets },
    ({ region }): S3Calls => ({
      list: async () => ({ objects: [], prefixes: [], next: null }),
      get: async (bucket, key) => {
        asked.push(`${region} ${bucket}/${key}`);
        most = Math.max(most, ++under);
        await new Promise((resolve) => setImmediate(resolve));
        async function* bytes(): AsyncGenerator<Uint8Array> {
          yield content.subarray(0, 30);
          yield content.subarray(30);
          under--;
        }
        return { bytes: bytes(), size: content.length, modified: null };
      },
      close: () => {},
    }),
  );
  const read = (key: string, bucket = 'logs', region: string | null = null) =>
    reader.read({ bucket, key, region, size: null }, 7);
  return { asked, read, most: () => most };
}

it('hands over the wanted records of a log with the time at which its notice came', async () => {
  const { read } = stage();
  expect(await read('a.json.gz')).toMatchObject({
    intaken: [
      { kind: 'record', json: { eventID: 'e-0' }, receivedAt: 7, place: { file: 's3://logs/a.json.gz', number: 1 } },
    ],
  });
});

it('what can be no log by its key is not fetched: digests, Insights, Config, other services', async () => {
  const { asked, read } = stage();
  const base = 'p/AWSLogs/111122223333';
  for (const key of [
    `${base}/CloudTrail-Digest/eu-west-1/2026/01/01/x.json.gz`,
    `${base}/CloudTrail-Insight/eu-west-1/2026/01/01/x.json.gz`,
    `${base}/Config/eu-west-1/2026/1/1/ConfigSnapshot/x.json.gz`,
    `${base}/elasticloadbalancing/eu-west-1/2026/01/01/x.log.gz`,
    'AWSLogs/o-abc/111122223333/vpcflowlogs/eu-west-1/x.log.gz',
    'images/logo.png',
    'folder/',
  ])
    expect(await read(key)).toEqual({ kind: 'read', intaken: [] });
  expect(asked).toEqual([]);
  await read('AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/01/01/x.json.gz');
  expect(asked.length).toBe(1);
});

it('a message decides neither the host that is asked nor, where buckets are told, the bucket', async () => {
  const { asked, read } = stage(log, new Set(['logs']));
  await read('a.json.gz', 'logs', 'us-gov-west-1');
  await read('a.json.gz', 'logs', 'evil.example.com#');
  for (const bucket of ['others', 'arn:aws:s3:eu-west-1:111122223333:accesspoint/x', '../x'])
    expect(await read('a.json.gz', bucket)).toMatchObject({ intaken: [{ kind: 'unreadable' }] });
  expect(asked).toEqual(['us-gov-west-1 logs/a.json.gz', 'eu-west-1 logs/a.json.gz']);
});

it('a few objects are in memory at once, however many are named', async () => {
  const { read, most } = stage();
  await Promise.all(Array.from({ length: 50 }, (_, n) => read(`${n}.json.gz`)));
  expect(most()).toBeLessThanOrEqual(4);
});

it('an object that is too large is told with what to do', async () => {
  const { read } = stage(Buffer.alloc(33 * 1024 ** 2));
  expect(await read('a.json.gz')).toMatchObject({
    intaken: [{ kind: 'unreadable', reason: expect.stringContaining('portcullis scan s3://logs/a.json.gz') }],
  });
});
