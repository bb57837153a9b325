import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it } from 'vitest';
import type { Intaken, Source } from '../../src/contracts/source.ts';
import { openArchive } from '../../src/sources/archive/open-archive.ts';
import { openS3Archive, type S3ArchiveParts } from '../../src/sources/s3/open-s3-archive.ts';
import { createS3Calls, type S3Calls } from '../../src/sources/s3/s3-calls.ts';
import { nobody } from '../contracts/inbox/nobody.ts';
import { withMoto } from '../moto/with-moto.ts';

const calls = new Set(['RevokeSecurityGroupIngress']);
const [one, other] = ['111122223333', '123456789012'];

const made: string[] = [];
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'portcullis-s3-'));
  made.push(path);
  return path;
}
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true });
});

function record(account: string, region: string, at: string, n: number) {
  return {
    ...{ eventVersion: '1.11', eventID: `${account}-${region}-${at}-${n}`, eventTime: at, awsRegion: region },
    ...{ eventSource: 'ec2.amazonaws.com', recipientAccountId: account },
    eventName: n % 3 === 0 ? 'RevokeSecurityGroupIngress' : 'DescribeInstances',
  };
}

/** A bucket's content below a folder: two accounts, two regions, days of two years; and what stands beside logs. */
function writeBucket(root: string): void {
  const write = (key: string, content: string | Buffer): void => {
    const path = join(root, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const account of [one, other]) {
    for (const region of ['eu-west-1', 'us-east-1']) {
      for (const day of ['2025/12/30', '2025/12/31', '2026/01/01', '2026/01/09', '2026/02/01']) {
        const [year, month, date] = day.split('/');
        for (const hour of ['0000', '1200']) {
          const records = Array.from({ length: 7 }, (_, n) =>
            record(account, region, `${year}-${month}-${date}T00:0${n}:00Z`, n + Number(hour)),
          );
          const name = `${account}_CloudTrail_${region}_${year}${month}${date}T${hour}Z_abcdefgh01234567.json.gz`;
          write(
            `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`,
            gzipSync(JSON.stringify({ Records: records })),
          );
        }
      }
      write(
        `AWSLogs/${account}/CloudTrail-Digest/${region}/2026/01/01/${account}_CloudTrail-Digest_${region}_t_${region}_20260101T000000Z.json.gz`,
        gzipSync('{"logFiles":[]}'),
      );
      write(`AWSLogs/${account}/Config/${region}/2026/1/1/ConfigHistory/x.json.gz`, gzipSync('{"fileVersion":"1.0"}'));
    }
  }
}

function filesBelow(root: string): readonly string[] {
  return readdirSync(root, { recursive: true })
    .map((name) => join(root, String(name)))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(root, path));
}

async function readAll(source: Source): Promise<readonly Intaken[]> {
  const all: Intaken[] = [];
  for await (const batch of source.read()) all.push(...batch);
  return all;
}

const ids = (all: readonly Intaken[]): readonly string[] =>
  all.flatMap((each) => (each.kind === 'record' ? String((each.json as { eventID: string }).eventID) : []));
const reasons = (all: readonly Intaken[]): readonly string[] =>
  all.flatMap((each) => (each.kind === 'unreadable' ? `${each.place.file}: ${each.reason}` : []));

/** The same calls, each prefix that is listed and each key that is fetched written down; `fail` may throw. */
function watched(inner: S3Calls, fail: (what: string) => void = () => {}) {
  const asked: string[] = [];
  const s3: S3Calls = {
    async list(bucket, prefix, next) {
      asked.push(`list ${prefix}`);
      fail(`list ${prefix}`);
      return inner.list(bucket, prefix, next);
    },
    async get(bucket, key) {
      asked.push(`get ${key}`);
      fail(`get ${key}`);
      return inner.get(bucket, key);
    },
    close: () => {},
  };
  return { s3, asked };
}

await withMoto((moto) => {
  const access = () => ({ region: 'us-east-1', endpoint: moto().endpoint, credentials: nobody });
  let buckets = 0;

  async function fill(root: string): Promise<string> {
    const Bucket = `logs-${buckets++}`;
    const client = new S3Client({ ...access(), forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket }));
    for (const Key of filesBelow(root))
      await client.send(new PutObjectCommand({ Bucket, Key, Body: readFileSync(join(root, Key)) }));
    client.destroy();
    return Bucket;
  }

  const open = (bucket: string, more: Partial<S3ArchiveParts> = {}) =>
    openS3Archive({ place: { bucket, prefix: '' }, access: access(), calls, sidecar: null, ...more });

  describe('an archive in a bucket', () => {
    it('tells the records that the same files tell from disk, in the order of their keys', async () => {
      const root = folder();
      writeBucket(root);
      const fromDisk: Intaken[] = [];
      for await (const batch of openArchive([root], { calls, threads: 0, sidecar: null })) fromDisk.push(...batch);
      const bucket = await fill(root);
      const fromBucket = await readAll(open(bucket));
      expect(ids(fromBucket).length).toBe(2 * 2 * 5 * (3 + 3));
      const expected = fromDisk.flatMap((each) => (each.kind === 'record' ? [each] : []));
      const found = fromBucket.flatMap((each) => (each.kind === 'record' ? [each] : []));
      const plain = (all: typeof found, base: string) =>
        all.map(({ place, ...rest }) => ({ ...rest, place: { ...place, file: place.file.replace(base, '') } }));
      expect(plain(found, `s3://${bucket}/`)).toEqual(plain(expected, `${root}/`));
      expect(reasons(fromBucket)).toEqual([]);
      expect(fromBucket.at(-1)).toMatchObject({ kind: 'progress', files: 40, filesDone: 40, records: 120 });
    });

    it('account, region and first day are told before anything is listed below them', async () => {
      const root = folder();
      writeBucket(root);
      const bucket = await fill(root);
      const { s3, asked } = watched(createS3Calls(access()));
      const since = Date.UTC(2026, 0, 2);
      const found = await readAll(
        open(bucket, { s3, accounts: new Set([one]), regions: new Set(['eu-west-1']), since }),
      );
      expect(new Set(ids(found).map((id) => id.slice(0, 22)))).toEqual(new Set([`${one}-eu-west-1`]));
      const listed = asked.filter((each) => each.startsWith('list')).join('\n');
      expect(listed).not.toMatch(new RegExp(`${other}/|us-east-1|Digest|Config|2025|2026/01/0[2-8]`));
      const base = `AWSLogs/${one}/CloudTrail/eu-west-1/2026`;
      expect(asked.filter((each) => each.startsWith('get')).map((each) => each.slice(4, base.length + 10))).toEqual(
        ['01/01', '01/01', '01/09', '01/09', '02/01', '02/01'].map((day) => `${base}/${day}`),
      );
    });

    it('an object that AWS refuses is told and counted, and the rest is read', async () => {
      const root = folder();
      writeBucket(root);
      const bucket = await fill(root);
      const { s3 } = watched(createS3Calls(access()), (what) => {
        if (!what.startsWith('get') || !what.includes(`${one}_CloudTrail_eu-west-1_20260109T0000Z`)) return;
        throw Object.assign(new Error('not authorized to perform: kms:Decrypt on the resource'), {
          ...{ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } },
        });
      });
      const found = await readAll(open(bucket, { s3 }));
      expect(reasons(found)).toEqual([expect.stringContaining('allow `kms:Decrypt` to the reader')]);
      expect(ids(found).length).toBe(117);
      expect(found.at(-1)).toMatchObject({ filesDone: 40 });
    });

    it('expired credentials end the reading with one sentence, not with one for each object', async () => {
      const root = folder();
      writeBucket(root);
      const bucket = await fill(root);
      const { s3 } = watched(createS3Calls(access()), (what) => {
        if (what.startsWith('get')) throw Object.assign(new Error('expired'), { name: 'ExpiredToken' });
      });
      const told = reasons(await readAll(open(bucket, { s3 })));
      expect(told.length).toBe(2);
      expect(told[1]).toContain('the rest was not read: the AWS credentials have expired');
    });

    it('what was read once is not fetched again', async () => {
      const root = folder();
      writeBucket(root);
      const bucket = await fill(root);
      const sidecar = folder();
      const first = await readAll(open(bucket, { sidecar }));
      const { s3, asked } = watched(createS3Calls(access()));
      const second = await readAll(open(bucket, { s3, sidecar }));
      expect(ids(second)).toEqual(ids(first));
      expect(asked.filter((each) => each.startsWith('get'))).toEqual([]);
    });

    it('a key, a folder, and what is not there', async () => {
      const root = folder();
      writeBucket(root);
      const bucket = await fill(root);
      const day = `AWSLogs/${one}/CloudTrail/eu-west-1/2026/01/01`;
      const key = `${day}/${one}_CloudTrail_eu-west-1_20260101T0000Z_abcdefgh01234567.json.gz`;
      const read = async (prefix: string) => readAll(open(bucket, { place: { bucket, prefix } }));
      expect(ids(await read(key)).length).toBe(3);
      expect(ids(await read(day)).length).toBe(6);
      expect(ids(await read(`${day}/`)).length).toBe(6);
      expect(reasons(await read(day.slice(0, -1)))).toEqual([expect.stringContaining('found none')]);
      expect(reasons(await readAll(open('no-such-bucket')))).toEqual([expect.stringContaining('found nothing there')]);
    });

    it('an object that is packed to burst, damaged or foreign is told, and costs no more than itself', async () => {
      const root = folder();
      mkdirSync(join(root, 'dump'));
      writeFileSync(
        join(root, 'dump/a.json.gz'),
        gzipSync(JSON.stringify({ Records: [record(one, 'eu-west-1', '2026-01-01T00:00:00Z', 3)] })),
      );
      writeFileSync(
        join(root, 'dump/b.json.gz'),
        gzipSync(JSON.stringify({ Records: [record(one, 'eu-west-1', '2026-01-01T00:00:00Z', 6)] })).subarray(0, 60),
      );
      writeFileSync(join(root, 'dump/c.bin'), Buffer.from([0, 1, 2, 3, 0, 255]));
      writeFileSync(
        join(root, 'dump/d.ndjson'),
        `${JSON.stringify(record(one, 'eu-west-1', '2026-01-01T00:00:00Z', 9))}\n`,
      );
      const bucket = await fill(root);
      const found = await readAll(open(bucket));
      expect(ids(found).length).toBe(2);
      expect(reasons(found).length).toBeGreaterThanOrEqual(2);
    });
  });
});
