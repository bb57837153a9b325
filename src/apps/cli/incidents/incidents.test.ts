import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portcullis } from '../../../../test/end-to-end/small-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-incidents-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const played = join(folder, 'played.db');
let count = 0;
beforeAll(async () => {
  expect((await portcullis(['demo', '--live', '--ledger', played])).code).toBe(0);
}, 120_000);

/** The demonstration's ledger as it was when the story ended. */
function ledger(): string {
  const copy = join(folder, `copy-${++count}.db`);
  copyFileSync(played, copy);
  copyFileSync(`${played}.estate.json`, `${copy}.estate.json`);
  return copy;
}

const carol = ['--as', 'carol@example.com'];

async function open(path: string) {
  const { out } = await portcullis(['incidents', 'list', '--ledger', path, '--json']);
  return JSON.parse(out) as {
    open: number;
    incidents: { id: string; family: string; state: string; name: string; acknowledged: { by: string } | null }[];
  };
}

describe('incidents', () => {
  it('R94: lists what is open, the worst first, with owner and age', async () => {
    const path = ledger();
    const { code, out } = await portcullis(['incidents', '--ledger', path]);
    expect(code).toBe(0);
    expect(out).toMatch(/INCIDENT +SEVERITY +STATE +GROUP +WHAT +SINCE +ANSWER +OWNER/);
    expect(out).toMatch(/inc_\w+ +high +open +prod-edge +probing +2 h 3 min +- +platform/);
    expect(out).toMatch(/inc_\w+ +medium +open +dev-lab +ingress tcp\/22 198\.51\.100\./);
    expect(out).toContain('2 incidents open, 0 acknowledged, 0 overdue');
    const all = await portcullis(['incidents', 'list', path, '--all', '--format', 'csv']);
    expect(all.out.split('\r\n').length).toBeGreaterThan(10);
    expect(
      (await portcullis(['incidents', 'list', path, '--group', 'dev-lab', '--format', 'ndjson'])).out.trim().split('\n')
        .length,
    ).toBe(1);
  });

  it('R88, R94: the story of one has the change, what we did, and what people ordered', async () => {
    const path = ledger();
    const all = JSON.parse((await portcullis(['incidents', 'list', path, '--all', '--json'])).out) as Awaited<
      ReturnType<typeof open>
    >;
    const { id } = all.incidents.find(({ name, state }) => name === 'dev-tools' && state === 'closed')!;
    const { code, out } = await portcullis(['incidents', 'show', id.slice(0, 12), '--ledger', path]);
    expect(code).toBe(0);
    for (const word of ['MEDIUM', 'open', 'approve', 'acting', 'verified', 'closed'])
      expect(out).toMatch(new RegExp(`^\\d{4}-.*  ${word} `, 'm'));
    expect(out).toContain('carol@example.com: not without the VPN');
    const told = JSON.parse((await portcullis(['incidents', 'show', id, path, '--json'])).out) as {
      story: { what: string }[];
    };
    expect(told.story.map(({ what }) => what)).toContain('approve');
  });

  it('R94, R96: is acknowledged, commented on, and resolved only where nothing of it stands', async () => {
    const path = ledger();
    const { incidents } = await open(path);
    const [probing, opening] = [
      incidents.find(({ family }) => family === 'attempts')!,
      incidents.find(({ family }) => family === 'opening')!,
    ];
    const run = (what: string, id: string, ...more: readonly string[]) =>
      portcullis(['incidents', what, id, '--ledger', path, ...carol, ...more]);
    expect((await run('acknowledge', opening.id)).code).toBe(0);
    expect((await run('comment', opening.id, '--reason', 'the VPN was down')).out).toContain('Ordered  comment');
    const refused = await run('resolve', opening.id, '--reason', 'fine');
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining('it still stands: ingress tcp/22 198.51.100.0/24'),
    ]);
    expect((await run('resolve', probing.id, '--reason', 'our scanner', '--noise')).code).toBe(0);
    const after = await open(path);
    expect(after.incidents.map(({ id, state, acknowledged }) => [id, state, acknowledged?.by])).toEqual([
      [opening.id, 'acknowledged', 'carol@example.com'],
    ]);
    expect((await portcullis(['verify', path])).code).toBe(0);
    expect((await portcullis(['rebuild', path])).code).toBe(0);
  }, 120_000);

  it('R89: the story of an open one says how to take its change back at once', async () => {
    const path = ledger();
    const { incidents } = await open(path);
    const { id } = incidents.find(({ family }) => family === 'opening')!;
    const { out } = await portcullis(['incidents', 'show', id, '--ledger', path]);
    const [, change] = /revert --plan (chg_\w+) --ledger/.exec(out) ?? [];
    const plan = await portcullis(['revert', '--plan', change!, '--ledger', path]);
    expect([plan.code, plan.out]).toEqual([0, expect.stringContaining('198.51.100.0/24')]);
  });

  it('says what is there when it is asked for something else', async () => {
    const path = ledger();
    expect((await portcullis(['incidents', 'shw', '--ledger', path])).err).toContain('got `shw`, did you mean `show`');
    expect((await portcullis(['incidents', 'show', 'inc_zz', '--ledger', path])).err).toContain(
      'no incident in the ledger has the id `inc_zz`',
    );
    expect((await portcullis(['incidents', 'list'])).err).toContain('expected the ledger');
    const both = ['incidents', 'resolve', 'inc_a', '--noise', '--worth', '--reason', 'x', '--ledger', path];
    expect((await portcullis(both)).err).toContain('expected one of `--noise` and `--worth`');
  });
});

describe('mute', () => {
  it('R76: has an owner, a reason and an end, is listed with what it kept, and ends early', async () => {
    const path = ledger();
    const args = [
      'mute',
      '--check',
      'admin-ports',
      '--group',
      'dev-lab',
      '--for',
      '7d',
      '--reason',
      'a course',
      ...carol,
      '--ledger',
      path,
    ];
    expect((await portcullis(args)).out).toMatch(/Ordered {2}mute {2}mut_/);
    const listed = JSON.parse((await portcullis(['mutes', path, '--json'])).out) as { mutes: { id: string }[] };
    expect(listed.mutes).toMatchObject([{ check: 'admin-ports', owner: 'carol@example.com', kept: 0, over: false }]);
    expect((await portcullis(['mutes', path])).out).toMatch(
      /mut_\w+ +check admin-ports, group.* +carol@.* +6 d 23 h le.* +0 +carol/,
    );
    expect((await portcullis(['unmute', listed.mutes[0]!.id.slice(0, 14), '--ledger', path, ...carol])).code).toBe(0);
    expect((await portcullis(['mutes', path])).out).toContain('nothing is muted');
  });

  it.each([
    [['--check', 'admin-prots', '--for', '2d'], 'the policy has no check `admin-prots`, did you mean `admin-ports`'],
    [['--for', '2d'], 'expected a check, a group or an account'],
    [['--check', 'admin-ports'], 'expected an end: `--until 2026-01-31`, or `--for 2d`'],
    [['--check', 'admin-ports', '--until', '2020-01-31'], 'expected an end that is to come'],
    [['--check', 'admin-ports', '--until', 'soon'], 'expected a time such as'],
    [['--check', 'admin-ports', '--until', '2030-01-31', '--for', '2d'], 'expected one of `--until` and `--for`'],
    [['--check', 'admin-ports', '--group', 'dev-lib', '--for', '2d'], 'did you mean `dev-lab`'],
  ])('R76: is refused by %s', async (args, why) => {
    const { code, err } = await portcullis(['mute', ...args, '--reason', 'x', ...carol, '--ledger', ledger()]);
    expect([code, err]).toEqual([1, expect.stringContaining(why)]);
  });
});
