import { describe, expect, it } from 'vitest';
import { authorize, create, portcullis, revoke, writeArchive } from '../../../test/end-to-end/small-archive.ts';

const group = 'sg-0123456789abcdef0';
const eventId = '11111111-2222-4333-8444-555555555555';
const archive = writeArchive([
  create(group, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(group, 'sgr-01', 22, '203.0.113.0/24', { at: '2026-03-02T09:00:00Z' }),
  authorize(group, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z', user: 'bob', eventId }),
  authorize(group, 'sgr-03', 5432, '0.0.0.0/0', {
    at: '2026-03-05T09:00:00Z',
    error: 'Client.UnauthorizedOperation',
    user: 'mallory',
  }),
  authorize(group, 'sgr-04', 3389, '0.0.0.0/0', { at: '2026-03-06T09:00:00Z' }),
  revoke(group, 'sgr-04', 3389, '0.0.0.0/0', { at: '2026-03-06T09:00:20Z' }),
]);
const explain = (id: string, ...args: readonly string[]) => portcullis(['explain', id, archive, '--no-cache', ...args]);

async function idOf(fits: (decision: { actor: { person: string }; kind: string }) => boolean): Promise<string> {
  const { decisions } = JSON.parse((await portcullis(['scan', archive, '--no-cache', '--json'])).out);
  return decisions.find(fits).id;
}

describe('explain', () => {
  it('R105: says effect, rules, what was open before, where, who, how it is known and the proof', async () => {
    const { code, out } = await explain(await idOf((each) => each.actor.person === 'bob'));
    expect(code).toBe(0);
    expect(out).toMatch(/^Internet {2}The whole IPv4 Internet can reach tcp 22 \(ssh\) on prod-web +chg_[a-z2-7]{4}\n/);
    expect(out).toMatch(/What +\+ tcp 22 \(ssh\) {2}from 0\.0\.0\.0\/0 {2}sgr-02\n/);
    expect(out).toMatch(/open before: to 203\.0\.113\.0\/24\n/);
    expect(out).toMatch(/unchanged: 1 ingress, \d egress rules?\n/);
    expect(out).toMatch(/On +sg-0123456789abcdef0 prod-web · vpc-0a1b2c3d · account 111122223333 · eu-west-1\n/);
    expect(out).toMatch(
      /Who +bob \(name asserted by AWS\) · via cli \(claimed\) · from 198\.51\.100\.7 · MFA not told\n/,
    );
    expect(out).toContain('exactly: everything that matters');
    expect(out).toMatch(new RegExp(`Proof +2026-03-03 09:14:07 UTC {2}event ${eventId}`));
    expect(out).toMatch(/Next {2}portcullis log sg-0123456789abcdef0 /);
  });

  it('finds a change by its CloudTrail event id, and by any unique beginning in any case', async () => {
    const id = await idOf((each) => each.actor.person === 'bob');
    const whole = (await explain(id)).out;
    for (const asked of [eventId, id.slice(0, 12), id.slice(0, 12).toUpperCase(), id.slice(4, 14)])
      expect((await explain(asked)).out).toBe(whole);
  });

  it('tells for how long something was open that a later call of the same act closed', async () => {
    const { out } = await explain(await idOf((each) => each.kind === 'net'));
    expect(out).toMatch(
      /Passing +for 20 s, 2026-03-06 09:00:00 to 09:00:20, then closed again: the whole IPv4 Internet can\s+reach tcp 3389 \(rdp\)/,
    );
  });

  it('an attempt says what was refused and that nothing changed', async () => {
    const { out } = await explain(await idOf((each) => each.actor.person === 'mallory'));
    expect(out).toMatch(/^attempt {2}Refused \(Client\.UnauthorizedOperation\), nothing changed/);
    expect(out).not.toContain('gained');
  });

  it('an ambiguous beginning lists the candidates, an unknown id says so: exit code 1', async () => {
    const many = await explain('chg_');
    expect([many.code, many.out]).toEqual([1, '']);
    expect(many.err).toMatch(/changes begin with `chg_`: give more of the id\n +EXPOSURE/);
    const id = await idOf(() => true);
    const wrong = `${id.slice(0, 11)}1`;
    const none = await explain(wrong);
    expect([none.code, none.out]).toEqual([1, '']);
    expect(none.err).toContain(`no change here has the id \`${wrong}\`, did you mean \`${id.slice(0, 12)}\``);
  });

  it('as JSON it is the decision', async () => {
    const id = await idOf((each) => each.actor.person === 'bob');
    expect(JSON.parse((await explain(id, '--json')).out)).toMatchObject({ $schema: 'portcullis:decision:1', id });
  });

  it('asks for the files when there are none', async () => {
    const { code, err } = await portcullis(['explain', 'chg_abcd']);
    expect([code, err]).toEqual([
      1,
      'portcullis: `explain` needs the files or folders to read, e.g. `portcullis explain chg_7f3k ./cloudtrail`\n',
    ]);
  });
});
