import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const [web, twin, other] = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1', 'sg-0aaaaaaaaaaaaaaa0'];
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-02T09:00:00Z' }),
  authorize(web, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:00:00Z', error: 'Client.UnauthorizedOperation' }),
  revoke(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-04T09:00:00Z' }),
  record(
    'ModifyNetworkInterfaceAttribute',
    { networkInterfaceId: 'eni-0123456789abcdef0', groupSet: { items: [{ groupId: web }] } },
    { _return: true },
    { at: '2026-03-05T09:00:00Z' },
  ),
  create(twin, 'stage', { at: '2026-03-01T08:00:00Z' }),
  create(other, 'stage', { at: '2026-03-01T08:00:00Z', account: '444455556666' }),
]);
const log = (...args: readonly string[]) => portcullis(['log', ...args, '--no-cache']);

describe('log', () => {
  it('R105: tells the whole history of one group, oldest first, with attempts and what it was put on', async () => {
    const { code, out } = await log('prod-web', archive);
    expect(code).toBe(0);
    expect(out).toMatch(/^sg-0123456789abcdef0 prod-web · 111122223333 eu-west-1\n\nEXPOSURE/);
    const words = out
      .split('\n')
      .filter((line) => line.includes('chg_') && !line.includes('portcullis'))
      .map((line) => line.split(' ')[0]);
    expect(words).toEqual(['outward', 'Internet', 'attempt', '-', 'outward']);
    expect(out).toContain('5 lines, oldest first');
  });

  it('a group is meant by its id, by the beginning of its id, or by its name', async () => {
    const whole = (await log(web, archive, '--json')).out;
    expect((await log('prod-web', archive, '--json')).out).toBe(whole);
    expect((await log('sg-0123456789abcdef0'.slice(0, 20), archive, '--json')).out).toBe(whole);
  });

  it('a name of several groups lists them; the account tells them apart', async () => {
    const { code, out, err } = await log('stage', archive);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`portcullis: \`stage\` may be any of these groups: give the id, \`--account\` or \`--region\`
  ${twin} stage · 111122223333 eu-west-1
  ${other} stage · 444455556666 eu-west-1
`);
    expect((await log('stage', archive, '--account', '444455556666')).out).toContain(other);
  });

  it('a name that nobody speaks of is refused, with what it may have been', async () => {
    const { code, err } = await log('prod-wbe', archive);
    expect([code, err]).toEqual([
      1,
      'portcullis: no record or snapshot speaks of a group `prod-wbe`, did you mean `prod-web`\n',
    ]);
  });

  it('filters by time and shows the last lines when there are many', async () => {
    const { decisions } = JSON.parse((await log('prod-web', archive, '--json', '--since', '2026-03-04')).out);
    expect(decisions).toHaveLength(2);
    expect((await log('prod-web', archive, '--limit', '2')).out).toContain('2 lines, oldest first, the last of 5');
  });
});
