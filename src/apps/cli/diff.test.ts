import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, record, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const web = 'sg-0123456789abcdef0';
const archive = writeArchive([
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 443, '192.0.2.0/24', { at: '2026-03-02T09:00:00Z' }),
  authorize(web, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:00:00Z', user: 'bob' }),
  revoke(web, 'sgr-01', 443, '192.0.2.0/24', { at: '2026-03-04T09:00:00Z' }),
  authorize(web, 'sgr-03', 443, '192.0.2.0/24', { at: '2026-03-05T09:00:00Z' }),
  record(
    'CreateTags',
    { resourcesSet: { items: [{ resourceId: web }] }, tagSet: { items: [{ key: 'env', value: 'prod' }] } },
    { _return: true },
    { at: '2026-03-06T09:00:00Z' },
  ),
]);
const diff = (...args: readonly string[]) => portcullis(['diff', 'prod-web', ...args, '--no-cache']);

describe('diff', () => {
  it('R105: says which rules and which reach are different between two times', async () => {
    const { code, out } = await diff('2026-03-02T12:00Z', '2026-03-04T12:00Z', archive);
    expect(code).toBe(0);
    expect(out).toMatch(
      /from 2026-03-02 12:00:00 UTC to 2026-03-04 12:00:00 UTC\n\n- tcp 443 \(https\) from 192\.0\.2\.0\/24 {2}sgr-01\n\+ tcp 22 \(ssh\) from 0\.0\.0\.0\/0 {2}sgr-02\n/,
    );
    expect(out).toMatch(/gained {4}the whole IPv4 Internet can reach tcp 22 \(ssh\) on it\n/);
    expect(out).toMatch(/lost {6}192\.0\.2\.0\/24 \(documentation\) can no longer reach tcp 443 \(https\) on it\n/);
  });

  it('a rule that came back with the same content is no difference', async () => {
    expect((await diff('2026-03-03T12:00Z', '2026-03-05T12:00Z', archive)).out).toMatch(
      /no rule is different\n\d rules? unchanged\n\ngained {4}nothing\nlost {6}nothing\n/,
    );
  });

  it('a change stands for the moment before and after it; times and paths come in any order', async () => {
    const { decisions } = JSON.parse((await portcullis(['scan', archive, '--no-cache', '--json'])).out);
    const { id } = decisions.find((each: { actor: { person: string } }) => each.actor.person === 'bob');
    const { out } = await diff(archive, id, id);
    expect(out).toMatch(/\+ tcp 22 \(ssh\) from 0\.0\.0\.0\/0 {2}sgr-02\n\d rules? unchanged/);
    expect((await diff(id, archive, id)).out).toBe(out);
  });

  it('without times it is the whole history, with one all since then, and tags are told', async () => {
    const rules = async (...args: readonly string[]) =>
      JSON.parse((await diff(...args, archive, '--json')).out).rules.map((each: { id: string }) => each.id);
    expect(await rules()).toEqual(expect.arrayContaining(['sgr-02', 'sgr-03']));
    expect(await rules('2026-03-03T12:00Z')).toEqual([]);
    expect((await diff('2026-03-03T12:00Z', archive)).out).toContain('+ tag env=prod');
  });

  it('refuses what is neither time, change nor file, and says what it takes', async () => {
    const { code, err } = await diff('yesterday', archive);
    expect([code, err]).toEqual([
      1,
      'portcullis: expected a time, a change id, or a file or folder that exists, got `yesterday`\n',
    ]);
    expect((await diff('2026-03-01')).err).toContain('`diff` needs the files or folders to read');
    expect((await diff('chg_2222222', archive)).err).toContain('no change has the id `chg_2222222`');
  });
});
