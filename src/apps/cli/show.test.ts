import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { splitTime } from './show.ts';

const web = 'sg-0123456789abcdef0';
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-02T09:00:00Z' }),
  revoke(web, 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-04T09:00:00Z' }),
]);
const show = (group: string, ...args: readonly string[]) => portcullis(['show', group, archive, '--no-cache', ...args]);
const ingress = (out: string) =>
  JSON.parse(out).rules.filter((each: { direction: string }) => each.direction === 'ingress');

describe('show', () => {
  it('R105: shows a group as it stood at any time', async () => {
    expect((await show('prod-web@2026-03-03')).out).toMatch(
      /as of 2026-03-03 00:00:00 UTC\n\nWAY .*\nin +tcp 22 \(ssh\) +from 0\.0\.0\.0\/0 +sgr-01/,
    );
    expect((await show('prod-web@2026-03-03')).out).toMatch(
      /Reach {2}open to: Internet\n +the whole IPv4 Internet can reach tcp 22 \(ssh\) on it\n/,
    );
    expect(ingress((await show('prod-web', '--json')).out)).toEqual([]);
    expect(ingress((await show('prod-web@2026-03-02T09:00:00Z', '--json')).out)).toHaveLength(1);
    expect(ingress((await show('prod-web@2026-03-02T08:59:59Z', '--json')).out)).toHaveLength(0);
  });

  it('before its creation a group is not there yet', async () => {
    expect((await show('prod-web@2026-02-01')).out).toContain('it was created later than this');
    expect(JSON.parse((await show('prod-web@2026-02-01', '--json')).out)).toMatchObject({
      exists: 'not yet',
      rules: [],
    });
  });

  it('a name with an @ of its own is a name', () => {
    const now = Date.parse('2026-03-09T00:00:00Z');
    expect(splitTime('team@shop', now)).toEqual({ name: 'team@shop', at: null });
    expect(splitTime('team@shop@7d', now)).toEqual({ name: 'team@shop', at: Date.parse('2026-03-02T00:00:00Z') });
  });
});
