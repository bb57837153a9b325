import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callRun } from '../../../test/end-to-end/call-run.ts';
import {
  authorize,
  create,
  type RawRecord,
  record,
  revoke,
  writeArchive,
} from '../../../test/end-to-end/small-archive.ts';
import { examples } from '../../../test/examples/read-week.ts';
import { packsFolder } from './open-policy.ts';
import type { Options } from './options.ts';
import { report } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-report-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const policy = [join(packsFolder(), 'cis-starter@1.yaml')];
const [web, old] = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1'];
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-0123456789abcdef0', 22, '0.0.0.0/0', { at: '2026-03-02T08:00:00Z', user: 'bob' }),
  create(old, 'was-open', { at: '2026-03-02T09:00:00Z' }),
  authorize(old, 'sgr-0123456789abcdef1', 22, '0.0.0.0/0', { at: '2026-03-02T10:00:00Z', user: 'bob' }),
  revoke(old, 'sgr-0123456789abcdef1', 22, '0.0.0.0/0', { at: '2026-03-02T12:30:00Z', user: 'carol' }),
  authorize(old, 'sgr-0123456789abcdef2', 443, '198.51.100.9/32', { at: '2026-03-03T08:00:00Z' }),
]);

async function textOf(paths: readonly string[], options: Options = {}): Promise<string> {
  const { out } = await callRun(report, paths, { policy, ...options, out: '-' });
  return out;
}

/** The words of a section, without elements. */
function section(text: string, id: string): string {
  const [, body = ''] = text.split(`id="${id}"`);
  const plain = (body.split('</section>')[0] ?? '')
    .replace(/<details class="raw">.*?<\/details>/gs, '')
    .replace(/<[^>]+>/g, ' ');
  return plain.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))).replace(/\s+/g, ' ');
}

describe('the report', () => {
  it('R130: is evidence of a period by one command: what broke policy, what became of it, and from what it is made', async () => {
    const file = join(folder, 'evidence.html');
    const { code, err } = await callRun(report, [archive], { policy, out: file });
    expect(code).toBe(2);
    expect(err).toMatch(/the report is in .*evidence\.html \(\d+ kB\)/);
    const text = readFileSync(file, 'utf8');
    expect(section(text, 'h-lead')).toContain(
      '2 broke policy; 1 of them ended after 2 h 30 min (median); 1 still stands, or may',
    );
    const broke = section(text, 'broke');
    expect(broke).toMatch(/prod-web \+IPv4 Internet → tcp 22 bob \(cli\) STILL SO at the end/);
    expect(broke).toMatch(/was-open \+IPv4 Internet → tcp 22 bob \(cli\) ended by carol 2 h 30 min/);
    expect(section(text, 'appendix')).toMatch(/sha256:[0-9a-f]{64} SHA-256 over the sorted changes/);
  });

  it('R104: names the policy that judged: files, digest, and every check in words', async () => {
    const appendix = section(await textOf([archive]), 'appendix');
    expect(appendix).toMatch(/cis-starter@1\.yaml.* sha256:[0-9a-f]{64}/);
    expect(appendix).toMatch(/admin-ports-from-internet .*when .* can newly reach tcp 22/);
  });

  it('R133: tells security, DevOps, compliance and leadership where to begin', async () => {
    const text = await textOf([archive]);
    const nav = /<nav class="readers".*?<\/nav>/s.exec(text)![0];
    for (const [who, to] of [
      ['Security', 'action'],
      ['DevOps', 'broke'],
      ['Compliance', 'coverage'],
      ['Leadership', 'people'],
    ]) {
      expect(nav).toMatch(new RegExp(`<b>${who}</b> .*href="#${to}"`));
      expect(text).toContain(`<section id="${to}"`);
    }
  });

  it('R134: says what it cannot know, and invents no figure', async () => {
    const text = await textOf([archive]);
    expect(section(text, 'method')).toContain('What CloudTrail cannot show');
    expect(section(text, 'h-figures')).toMatch(/Detect not measured .*Remediate not measured/);
    expect(section(text, 'h-figures')).toMatch(/Delivery by AWS – p50 · p95 – · n 0/);
  });

  it('what still stands comes first, with the call that takes it back', async () => {
    const action = section(await textOf([archive]), 'action');
    expect(action).toContain('prod-web');
    expect(action).not.toContain('was-open');
    expect(action).toContain(
      'aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0123456789abcdef0 --security-group-rule-ids sgr-0123456789abcdef0',
    );
  });

  it('follows to the time that is asked for, and no further', async () => {
    const broke = section(await textOf([archive], { at: '2026-03-02T11:00:00Z' }), 'broke');
    expect(broke).toMatch(/was-open \+IPv4 Internet → tcp 22 bob \(cli\) STILL SO at the end 60 min, counting/);
  });

  it('is the same bytes for the same input, whenever and from whatever files it is made', async () => {
    const first = await textOf([join(examples, 'week')], {
      snapshot: join(examples, 'snapshot.json'),
      policy: [join(examples, 'portcullis.yaml')],
    });
    const again = await textOf([join(examples, 'week')], {
      snapshot: join(examples, 'snapshot.json'),
      policy: [join(examples, 'portcullis.yaml')],
      threads: '2',
    });
    expect(again === first).toBe(true);
    const split = writeArchive(JSON.parse(readFileSync(join(archive, 'log.json'), 'utf8')).Records.reverse());
    const digests = await Promise.all(
      [archive, split].map(async (path) => /sha256:[0-9a-f]{64}(?=<\/code><br>SHA)/.exec(await textOf([path]))![0]),
    );
    expect(digests[0]).toBe(digests[1]);
  });

  it('never overwrites a file unasked', async () => {
    const file = join(folder, 'mine.html');
    writeFileSync(file, 'mine');
    const { code, err } = await callRun(report, [archive], { policy, out: file });
    expect([code, readFileSync(file, 'utf8')]).toEqual([1, 'mine']);
    expect(err).toContain('`--force` overwrites it');
    expect(existsSync(join(folder, 'other.html'))).toBe(false);
  });

  it('of 1,000 changes that all break policy is below 1.5 MB, and of none is a page too', async () => {
    const many: RawRecord[] = [];
    for (let at = 0; at < 1000; at++) {
      const group = `sg-${String(at % 200).padStart(17, '0')}`;
      const time = new Date(Date.UTC(2026, 2, 2) + at * 600_000).toISOString().replace('.000', '');
      if (at < 200) many.push(create(group, `group-${at}`, { at: '2026-03-01T00:00:00Z' }));
      many.push(
        authorize(group, `sgr-${String(at).padStart(17, '0')}`, 3000 + at, '0.0.0.0/0', {
          at: time,
          user: `user-${at % 30}`,
        }),
      );
    }
    const text = await textOf([writeArchive(many)]);
    expect(/Broke policy <span class="n">(\d+)/.exec(text)![1]).toBe('1000');
    expect(Buffer.byteLength(text)).toBeLessThan(1_500_000);
    expect(text.match(/<details class="row/g)!.length).toBe(1200);
    expect(text.match(/<table class="matrix"/g)!.length).toBeGreaterThan(150);
    const none = await textOf([writeArchive([record('DescribeInstances', {}, {})])]);
    expect(section(none, 'h-lead')).toContain('No change was made in this time.');
  });
});
