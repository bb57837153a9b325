import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const shop = 'sg-0123456789abcdef0';
const records = [
  create(shop, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(shop, 'sgr-01', 443, '10.0.0.0/8', { at: '2026-03-02T09:00:00Z' }),
  authorize(shop, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z', user: 'bob' }),
  revoke(shop, 'sgr-01', 443, '10.0.0.0/8', { at: '2026-03-04T09:00:00Z' }),
  authorize(shop, 'sgr-03', 5432, '0.0.0.0/0', {
    at: '2026-03-05T09:00:00Z',
    error: 'Client.UnauthorizedOperation',
    user: 'mallory',
  }),
];
const archive = writeArchive(records);
const scan = (...args: readonly string[]) => portcullis(['scan', archive, '--no-cache', ...args]);

describe('scan', () => {
  it('tells every change once, worst exposure first, then attempts, then the bill', async () => {
    const { code, out, err } = await scan();
    expect(code).toBe(0);
    expect(err).toBe('');
    const [title, worst] = out.split('\n');
    expect(title).toMatch(/^EXPOSURE +WHEN \(UTC\) +GROUP +CHANGE +BY +ID$/);
    expect(worst).toMatch(/^Internet +Mar 03 09:14 +prod-web +\+IPv4 Internet → tcp 22 +bob \(cli\) +chg_[a-z2-7]{4}$/);
    expect(out).toMatch(
      /Attempts {2}1 call refused or only tried: nothing changed\n.*\n +1 +AuthorizeSecurityGroupIngress +UnauthorizedOperation +mallory/,
    );
    expect(out).toMatch(/\n4 changes · 1 attempt · 0 copies · 0 unreadable\n/);
    expect(out).toMatch(/Next {2}portcullis explain chg_/);
  });

  it('by time, the first change comes first', async () => {
    const { out } = await scan('--by', 'time');
    const times = [...out.matchAll(/Mar 0\d \d\d:\d\d/g)].map(([time]) => time).slice(0, 4);
    expect(times).toEqual([...times].sort());
  });

  it('R99: counts as many changes as there are records of changes, and copies apart', async () => {
    const twice = writeArchive([...records, ...records]);
    const { out } = await portcullis(['scan', twice, '--no-cache', '--json']);
    const { summary, decisions } = JSON.parse(out);
    expect(summary.read).toMatchObject({ records: 5, changes: 4, attempts: 1, copies: 5, unreadable: 0 });
    expect(decisions.flatMap((each: { changes?: string[]; id: string }) => each.changes ?? [each.id])).toHaveLength(5);
  });

  it('shows 40 lines and says how many more there are', async () => {
    const many = writeArchive(
      Array.from({ length: 60 }, (_, n) =>
        authorize(`sg-${String(n).padStart(17, '0')}`, `sgr-${n}`, 1000 + n, '198.51.100.0/24'),
      ),
    );
    const { out } = await portcullis(['scan', many, '--no-cache']);
    expect(out).toContain('… 20 more, less exposed (--all shows them)');
    const all = await portcullis(['scan', many, '--no-cache', '--all']);
    expect(all.out.match(/chg_/g)!.length).toBeGreaterThan(60);
    const few = await portcullis(['scan', many, '--no-cache', '--limit', '3']);
    expect(few.out).toContain('… 57 more');
  });

  it('R100: filters by time, account, region, group, actor and call', async () => {
    const count = async (...args: readonly string[]) =>
      (JSON.parse((await scan('--json', ...args)).out).decisions as unknown[]).length;
    expect(await count()).toBe(5);
    expect(await count('--since', '2026-03-04')).toBe(2);
    expect(await count('--until', '2026-03-03')).toBe(3);
    expect(await count('--since', '5d')).toBe(2);
    expect(await count('--account', '111122223333')).toBe(5);
    expect(await count('--account', '444455556666')).toBe(0);
    expect(await count('--region', 'us-east-1')).toBe(0);
    expect(await count('--group', 'prod-web')).toBe(5);
    expect(await count('--actor', 'BOB')).toBe(1);
    expect(await count('--call', 'RevokeSecurityGroupIngress')).toBe(1);
  });

  it('one decision a line as NDJSON, one row each as CSV, the same ids everywhere', async () => {
    const lines = (await scan('--format', 'ndjson')).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const rows = parse((await scan('--format', 'csv')).out, { columns: true }) as Record<string, string>[];
    const { decisions } = JSON.parse((await scan('--json')).out);
    expect(lines).toEqual(decisions);
    expect(rows.map((row) => row.id)).toEqual(lines.map((line) => line.id));
    expect(rows.find((row) => row.person === 'bob')).toMatchObject({
      exposed_to: 'Internet',
      result: 'applied',
      name: 'prod-web',
    });
  });

  it('the same archive gives the same bytes, whatever the order of its records', async () => {
    const turned = writeArchive([...records].reverse());
    expect((await portcullis(['scan', turned, '--no-cache', '--json'])).out).toBe((await scan('--json')).out);
  });

  it('what belongs together is told by its net effect, or one by one when asked', async () => {
    const burst = writeArchive([
      authorize(shop, 'sgr-11', 22, '192.0.2.0/25', { at: '2026-03-02T09:00:00Z' }),
      authorize(shop, 'sgr-12', 22, '192.0.2.128/25', { at: '2026-03-02T09:00:20Z' }),
    ]);
    expect((await portcullis(['scan', burst, '--no-cache'])).out).toMatch(/192\.0\.2\.0\/24 → tcp 22.* \(net of 2\)/);
    expect(
      JSON.parse((await portcullis(['scan', burst, '--no-cache', '--json', '--no-net'])).out).decisions,
    ).toHaveLength(2);
  });

  it('what cannot be read is told with file, record and reason, and the exit code is 3', async () => {
    const broken = writeArchive([...records, { eventName: 'AuthorizeSecurityGroupIngress', eventID: 'x' }]);
    const { code, out } = await portcullis(['scan', broken, '--no-cache']);
    expect(code).toBe(3);
    expect(out).toMatch(/Unreadable {2}1 thing/);
    expect(out).toMatch(/log\.json record 6: expected `eventSource`/);
    const json = JSON.parse((await portcullis(['scan', broken, '--no-cache', '--json'])).out);
    expect(json.unreadable).toEqual([
      expect.objectContaining({ record: 6, reason: expect.stringContaining('eventSource') }),
    ]);
    const ndjson = await portcullis(['scan', broken, '--no-cache', '--format', 'ndjson']);
    expect([ndjson.code, ndjson.err]).toEqual([3, expect.stringContaining('record 6')]);
  });

  it('calls that put groups on things can be left out', async () => {
    const attach = record(
      'ModifyNetworkInterfaceAttribute',
      { networkInterfaceId: 'eni-0123456789abcdef0', groupSet: { items: [{ groupId: shop }] } },
      { _return: true },
    );
    const both = writeArchive([...records, attach]);
    const count = async (...args: readonly string[]) =>
      (JSON.parse((await portcullis(['scan', both, '--no-cache', '--json', ...args])).out).decisions as unknown[])
        .length;
    expect(await count()).toBe(6);
    expect(await count('--no-attachments')).toBe(5);
  });
});
