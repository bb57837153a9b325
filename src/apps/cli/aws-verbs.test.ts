import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorize, create, portcullis, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { type MotoAccount, motoRoles, openAccount } from '../../../test/moto/moto-account.ts';
import { withMoto } from '../../../test/moto/with-moto.ts';
import { type HistoryServer, startHistoryServer } from '../../../test/sources/history-server.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-first-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string) => join(folder, name);

/** The command line by the real clock: what AWS answers is of now. */
const run = (...args: readonly string[]) => portcullis(args, { now: () => Date.now() });

const forever = 120_000;

await withMoto((moto) => {
  let account: MotoAccount;
  let group: string;
  let settings: string;
  let queue: string;

  beforeAll(async () => {
    account = await openAccount(moto());
    const { site, operator, plain } = account;
    const made = await operator(site, 'CreateSecurityGroup', { GroupName: 'web', Description: 'd', VpcId: plain.id });
    group = made.kind === 'answered' ? made.result.GroupId : '';
    const world = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await operator(site, 'AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions: world });
    const list = {
      PrefixListName: 'office',
      MaxEntries: 2,
      AddressFamily: 'IPv4',
      Entries: [{ Cidr: '192.0.2.0/24' }],
    };
    await operator(site, 'CreateManagedPrefixList', list);
    await operator(site, 'CreateNetworkInterface', { SubnetId: plain.subnet, Groups: [group] });
    const sqs = new SQSClient({ region: site.region, endpoint: moto().endpoint });
    queue = (await sqs.send(new CreateQueueCommand({ QueueName: 'portcullis' }))).QueueUrl!;
    settings = place('server.yaml');
    const { read, revoke, restore } = motoRoles;
    writeFileSync(
      settings,
      `store: portcullis.db
policy: ${join(root, 'examples', 'portcullis.yaml')}
accounts:
  "${site.account}":
    regions: [${site.region}, us-east-1]
    read_role: ${read}
    revoke_role: ${revoke}
    restore_role: ${restore}
sources:
  - sqs: ${queue}
acting: true
listen: "off"
`,
    );
  }, forever);
  afterAll(() => account.close());

  describe('snapshot', () => {
    const file = place('estate.json');

    it(
      'writes all accounts and regions into one file that the other verbs read offline',
      async () => {
        const { code, out, err } = await run('snapshot', '--settings', settings, '--out', file);
        expect([code, err]).toEqual([0, '']);
        expect(out).toContain('2 accounts and regions: ');
        expect(existsSync(`${file}.partial`)).toBe(false);
        const { accounts } = JSON.parse(readFileSync(file, 'utf8'));
        expect(accounts.map(({ region }: { region: string }) => region)).toEqual(['eu-west-1', 'us-east-1']);
        const lists = accounts[0].PrefixLists as { PrefixListName: string; Entries: { Cidr: string }[] }[];
        const office = lists.find(({ PrefixListName }) => PrefixListName === 'office');
        expect(office!.Entries.map(({ Cidr }) => Cidr)).toEqual(['192.0.2.0/24']);
        const nothing = writeArchive([]);
        const open = await run(
          'exposed',
          nothing,
          '--no-cache',
          '--snapshot',
          file,
          '--json',
          '--to',
          'tcp/22',
          '--no-policy',
        );
        const rows = JSON.parse(open.out).exposed as { group: { id: string; region: string }; interfaces: string[] }[];
        expect(rows.map((row) => [row.group.id, row.group.region, row.interfaces.length])).toEqual([
          [group, 'eu-west-1', 1],
        ]);
        const judged = await run('judge', file, '--policy', join(root, 'examples', 'portcullis.yaml'), '--json');
        expect([0, 2, 3]).toContain(judged.code);
        expect(judged.out).toContain(group);
      },
      forever,
    );

    it(
      'one that was broken off goes on where it was, and does not overwrite another without being told to',
      async () => {
        expect((await run('snapshot', '--settings', settings, '--out', file)).err).toContain('`--force` overwrites it');
        const half = place('half.json');
        const begun = new Date(Date.now() - 60_000).toISOString();
        const kept = { account: account.site.account, region: 'us-east-1', SecurityGroups: [], NetworkInterfaces: [] };
        writeFileSync(`${half}.partial`, `{"takenAt":"${begun}"}\n${JSON.stringify(kept)}\n{"account":"cut o`);
        const { code, err } = await run('snapshot', '--settings', settings, '--out', half);
        expect([code, err]).toEqual([0, expect.stringContaining('1 part of it read already')]);
        const { takenAt, accounts } = JSON.parse(readFileSync(half, 'utf8'));
        expect(Date.parse(takenAt)).toBe(Math.floor(Date.parse(begun)));
        expect(accounts.map((each: { SecurityGroups: unknown[] }) => each.SecurityGroups.length > 0)).toEqual([
          true,
          false,
        ]);
      },
      forever,
    );
  });

  describe('doctor', () => {
    it(
      'R143, R124: says of each thing whether it is as it should be, what to do where not, and changes nothing',
      async () => {
        const { site, operator } = account;
        const before = await operator(site, 'DescribeSecurityGroups', {});
        const { code, out } = await run('doctor', '--settings', settings, '--json');
        const told = JSON.parse(out) as {
          diagnoses: { area: string; about: string; health: string; found: string; expected: string; fix: string[] }[];
        };
        const of = (area: string) => told.diagnoses.filter((each) => each.area === area);
        expect(of('identity').map(({ health }) => health)).toEqual(['well']);
        expect(of('clock').map(({ health }) => health)).toEqual(['well']);
        expect(of('acts').map(({ health, found }) => [health, found.includes('may call')])).toContainEqual([
          'well',
          true,
        ]);
        expect(of('acts').filter(({ health }) => health === 'ill')).toEqual([]);
        expect(of('policy').map(({ health }) => health)).toEqual(['well']);
        const trail = of('records').find(({ about }) => about.startsWith('trail'));
        expect(trail).toMatchObject({ health: 'ill', found: 'none' });
        expect(trail!.fix[0]).toContain('aws cloudtrail create-trail');
        expect(of('records').find(({ about }) => about === `queue ${queue}`)).toMatchObject({ health: 'well' });
        expect(code).toBe(2);
        expect(await operator(site, 'DescribeSecurityGroups', {})).toEqual(before);
        expect(existsSync(place('portcullis.db'))).toBe(false);
        const text = await run('doctor', '--settings', settings);
        expect(text.out).toMatch(/\n *records +WRONG +trail in .*expected a trail/);
        expect(text.out).toMatch(/fix +aws cloudtrail create-trail/);
      },
      forever,
    );

    it(
      'a queue that is not there is told with the command that makes it',
      async () => {
        const wrong = place('wrong.yaml');
        writeFileSync(wrong, readFileSync(settings, 'utf8').replace(queue, queue.replace(/portcullis$/, 'nowhere')));
        const { diagnoses } = JSON.parse((await run('doctor', '--settings', wrong, '--json')).out);
        const found = diagnoses.find(({ about }: { about: string }) => about.endsWith('/nowhere'));
        expect(found).toMatchObject({ health: 'ill', fix: [expect.stringContaining('aws sqs create-queue')] });
      },
      forever,
    );
  });

  describe('scan', () => {
    it(
      'reads the logs of a trail from `s3://bucket/prefix`, as from a folder',
      async () => {
        const at = new Date(Date.now() - 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
        const Records = [
          create('sg-0123456789abcdef0', 'web', { at }),
          authorize('sg-0123456789abcdef0', 'sgr-01', 22, '0.0.0.0/0', { at }),
        ];
        const s3 = new S3Client({ region: 'us-east-1', endpoint: moto().endpoint, forcePathStyle: true });
        await s3.send(new CreateBucketCommand({ Bucket: 'trails' }));
        const [day, stamp] = [at.slice(0, 10), at.replace(/[-:]/g, '').replace(/\d\dZ$/, 'Z')];
        const Key = `AWSLogs/111122223333/CloudTrail/eu-west-1/${day.replaceAll('-', '/')}/111122223333_CloudTrail_eu-west-1_${stamp}_aB3dE6gH9jK2mN5p.json.gz`;
        await s3.send(new PutObjectCommand({ Bucket: 'trails', Key, Body: gzipSync(JSON.stringify({ Records })) }));
        const { code, out, err } = await run(
          'scan',
          's3://trails/AWSLogs',
          '--no-cache',
          '--json',
          '--no-policy',
          '--since',
          '2d',
        );
        expect([code, err]).toEqual([0, '']);
        expect(JSON.parse(out).summary.read).toMatchObject({ files: 1, records: 2, changes: 2, unreadable: 0 });
        const missing = await run('scan', 's3://trails/elsewhere', '--no-cache', '--no-policy');
        expect([missing.code, missing.out]).toEqual([3, expect.stringContaining('expected CloudTrail logs below')]);
      },
      forever,
    );
  });
});

describe('scan aws', () => {
  let history: HistoryServer;
  beforeAll(async () => {
    history = await startHistoryServer();
    process.env.AWS_ENDPOINT_URL_CLOUDTRAIL = history.endpoint;
    process.env.AWS_ACCESS_KEY_ID ??= 'AKIAIOSFODNN7EXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY ??= 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  });
  afterAll(async () => {
    delete process.env.AWS_ENDPOINT_URL_CLOUDTRAIL;
    await history.stop();
  });

  it(
    'reads Event history with read-only keys: the first run on a real account; several regions, settings or flags',
    async () => {
      const at = Math.floor((Date.now() - 7_200_000) / 1000) * 1000;
      const opened = authorize('sg-0123456789abcdef0', 'sgr-01', 22, '0.0.0.0/0', { at: new Date(at).toISOString() });
      history.lines.push({ id: 'l-1', call: 'AuthorizeSecurityGroupIngress', at, text: JSON.stringify(opened) });
      const settings = place('read.yaml');
      const lines = [
        'store: a.db',
        'policy: b.yaml',
        'accounts:',
        '  "111122223333": { regions: [eu-west-1, us-east-1] }',
      ];
      writeFileSync(settings, `${[...lines, 'sources: [{ lookup: true }]'].join('\n')}\n`);
      const asked = ['scan', 'aws', '--since', '1d', '--settings', settings, '--no-cache', '--no-policy'];
      const { code, out, err } = await run(...asked, '--regions', 'eu-west-1', '--json');
      expect(err).toContain('reads 1 day of Event history of 1 account, 1 region in all');
      const { summary, decisions } = JSON.parse(out);
      expect(decisions).toHaveLength(1);
      expect([code, summary.read.changes]).toEqual([0, 1]);
      expect(JSON.stringify(decisions)).toContain('sg-0123456789abcdef0');
      const both = await run(...asked, '--json');
      expect(JSON.parse(both.out).summary.read).toMatchObject({ changes: 1, copies: 1 });
      expect(await run(...asked, '--account', '123456789012')).toMatchObject({
        code: 1,
        err: expect.stringContaining('expected an account of the settings'),
      });
    },
    forever,
  );
});
