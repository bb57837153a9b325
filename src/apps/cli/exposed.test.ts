import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const [web, old, closed] = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1', 'sg-0123456789abcdef2'];
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-01T09:00:00Z' }),
  authorize(web, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-08T00:00:00Z', user: 'bob' }),
  create(old, 'backdoor', { at: '2025-11-02T03:00:00Z', user: 'mallory' }),
  authorize(old, 'sgr-03', 3389, '128.0.0.0/4', { at: '2025-11-02T03:10:00Z', user: 'mallory' }),
  create(closed, 'was-open', { at: '2026-02-01T03:00:00Z' }),
  authorize(closed, 'sgr-04', 22, '0.0.0.0/0', { at: '2026-02-01T03:10:00Z' }),
  revoke(closed, 'sgr-04', 22, '0.0.0.0/0', { at: '2026-02-02T03:10:00Z' }),
]);
const exposed = (...args: readonly string[]) => portcullis(['exposed', archive, '--no-cache', ...args]);

describe('exposed', () => {
  it('R16: finds what was opened months ago and still is open, with age, person and change', async () => {
    const { code, out } = await exposed();
    expect(code).toBe(0);
    expect(out).toContain('backdoor · 111122223333 eu-west-1');
    expect(out).toMatch(/wide +128\.0\.0\.0\/4 .* can reach tcp 3389 \(rdp\)/);
    expect(out).toMatch(/open for 125 d, since 2025-11-02 03:10:00 by mallory \(cli\), chg_[a-z2-7]{8} · by\s+sgr-03/);
    expect(out).not.toContain('was-open');
    expect(out).toContain('2 of 3 groups can be reached from the Internet · as of 2026-03-08 00:00:00 UTC');
  });

  it('tells each part by its own age: what was opened later is apart', async () => {
    const { exposed: rows } = JSON.parse((await exposed('--json', '--group', 'prod-web')).out);
    expect(rows.map((row: { since: string; by: string; rules: string[] }) => [row.since, row.by, row.rules])).toEqual([
      ['2026-03-08T00:00:00Z', 'bob (cli)', ['sgr-02']],
      ['2026-03-01T09:00:00Z', 'alice (cli)', ['sgr-01']],
    ]);
  });

  it('what one act closes and opens again keeps its age', async () => {
    const churn = writeArchive([
      create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
      authorize(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-01T09:00:00Z' }),
      revoke(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-05T09:00:00Z', user: 'terraform' }),
      authorize(web, 'sgr-09', 443, '0.0.0.0/0', { at: '2026-03-05T09:00:02Z', user: 'terraform' }),
    ]);
    const { exposed: rows } = JSON.parse((await portcullis(['exposed', churn, '--no-cache', '--json'])).out);
    expect(rows).toEqual([
      expect.objectContaining({ since: '2026-03-01T09:00:00Z', by: 'alice (cli)', rules: ['sgr-09'] }),
    ]);
  });

  it('asks about other places, services, times and the way out', async () => {
    const groups = async (...args: readonly string[]) =>
      [
        ...new Set(
          (JSON.parse((await exposed('--json', ...args)).out).exposed as { group: { name: string } }[]).map(
            (row) => row.group.name,
          ),
        ),
      ].sort();
    expect(await groups('--to', 'tcp/22')).toEqual(['prod-web']);
    expect(await groups('--at', '2026-02-01T12:00:00Z')).toContain('was-open');
    expect(await groups('--from', '128.0.0.0/8')).toEqual(['backdoor', 'prod-web']);
    expect(await groups('--from', '10.0.0.0/8')).toEqual(['prod-web']);
    expect(await groups('--egress')).toEqual(['backdoor', 'prod-web', 'was-open']);
  });

  it('refuses a place or a service that it does not understand', async () => {
    expect((await exposed('--from', 'internt')).err).toMatch(
      /expected a CIDR, sg-…, pl-… or one of anywhere, internet, .*got `internt`, at `--from`/,
    );
    expect((await exposed('--to', 'tcp22')).err).toContain('got `tcp22`, did you mean `tcp/22`');
  });

  it('a list whose entries are not known, and rules that no record tells, are said, never left out', async () => {
    const ipPermissions = {
      items: [
        {
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          groups: {},
          ipRanges: {},
          prefixListIds: { items: [{ prefixListId: 'pl-0123456789abcdef0' }] },
        },
      ],
    };
    const byList = writeArchive([
      record('AuthorizeSecurityGroupIngress', { groupId: web, ipPermissions }, { _return: true }),
    ]);
    const { out } = await portcullis(['exposed', byList, '--no-cache']);
    expect(out).toMatch(/perhaps +by pl-0123456789abcdef0: its entries are not known/);
    expect(out).toContain('0 of 1 group can be reached from the Internet · 1 more perhaps');
    expect(out).toContain('1 group may have rules that no record tells, and so be open too: `--snapshot` would tell');
  });

  it('a snapshot tells what is older than the records, and on what it is', async () => {
    const file = join(writeArchive([]), 'snapshot.json');
    const shop = {
      GroupId: 'sg-0123456789abcdef9',
      GroupName: 'shop',
      OwnerId: '111122223333',
      VpcId: 'vpc-0a1b2c3d',
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      IpPermissionsEgress: [],
    };
    const card = {
      NetworkInterfaceId: 'eni-0123456789abcdef0',
      Groups: [{ GroupId: shop.GroupId }],
      Association: { PublicIp: '198.51.100.20' },
    };
    writeFileSync(
      file,
      JSON.stringify({
        takenAt: '2026-03-08T12:00:00Z',
        region: 'eu-west-1',
        SecurityGroups: [shop],
        NetworkInterfaces: [card],
      }),
    );
    const { out } = await exposed('--snapshot', file, '--group', 'shop');
    expect(out).toMatch(/shop · 111122223333 eu-west-1 · on 1 interface, 1 with a public address\n/);
    expect(out).toMatch(/open for more than \d+ d, since before the first record/);
  });
});
