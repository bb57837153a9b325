import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorize, create, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { backtestVerb } from './backtest.ts';
import type { Options } from './options.ts';

const shop = 'sg-0123456789abcdef0';
const opened = authorize(shop, 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z', user: 'bob' });
const archive = writeArchive([create(shop, 'prod-web', { at: '2026-03-01T08:00:00Z' }), opened]);

const policy = (name: string, severity: string): string => {
  const file = join(dirname(archive), name);
  writeFileSync(
    file,
    `version: 1
checks:
  no-ssh:
    say: Ssh is not open to the Internet
    when: { gained: { direction: [ingress], peers: [internet], except: [], ports: [ssh] } }
    severity: { else: ${severity} }
    respond: { else: [ask] }
notify:
  team: { min: medium, where: {}, to: [slack.secops] }
channels:
  slack.secops: { kind: slack, secret: "\${env:SLACK}" }
`,
  );
  return file;
};
const [strict, lax] = [policy('strict.yaml', 'critical'), policy('lax.yaml', 'low')];

async function run(args: readonly string[], options: Options) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    ...{ columns: 100, colour: false, watched: false, now: () => Date.UTC(2026, 2, 9), env: {}, command: 'portcullis' },
  };
  const code = await backtestVerb(args, { against: [archive], cache: false, threads: '0', ...options }, terminal);
  return { code, out: out.join(''), err: err.join('') };
}

describe('backtest', () => {
  it('R57: says what a policy would have told and asked, with the first changes behind each number', async () => {
    const { code, out } = await run([strict], {});
    expect(code).toBe(0);
    expect(out).toMatch(/^WOULD +COUNT +CHANGES\ntell at once +1 +chg_[a-z2-7]{8}\n +of them critical +1 /);
    expect(out).toMatch(/\nno-ssh +1 +chg_/);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      / 2 changes · \d decisions? · 0 attempts · 0 verdicts used facts of another time · 0 unreadable · policy /,
    );
  });

  it('R57: beside another policy it says the difference, and how the policies differ', async () => {
    const { out } = await run([strict], { compare: lax });
    expect(out).toMatch(/^WOULD +CURRENT +NEW +DIFFERENCE +CHANGES\ntell at once +0 +1 +\+1 +\+chg_/);
    expect(out).toMatch(/\nPolicy {2}1 difference\n {2}~ .*low → critical\n/);
  });

  it('prints all changes behind a number, one a line, and complains about a number it does not have', async () => {
    const { out } = await run([strict], { rows: 'check.no-ssh' });
    expect(out).toMatch(/^chg_[a-z2-7]{26}\n$/);
    await expect(run([strict], { rows: 'nonsense' })).rejects.toThrow('at `--rows`, got `nonsense`');
  });

  it('a known incident that nobody is told of ends in exit code 2', async () => {
    const labels = join(dirname(archive), 'labels.csv');
    writeFileSync(labels, `incident,event_ids\nssh,${opened.eventID}\n`);
    const { code, out } = await run([lax], { labels });
    expect(code).toBe(2);
    expect(out).toContain('Known incidents caught  0/1\n  MISSED ssh');
  });

  it('R130: one command gives the evidence of a period: every number with its changes, and every message', async () => {
    const { out } = await run([strict], { json: true, compare: lax });
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({
      $schema: 'portcullis:backtest:1',
      read: { changes: 2 },
      policy: [{ id: 'no-ssh' }],
    });
    expect(answer.next.messages).toHaveLength(1);
    expect(answer.compared.find(({ id }: { id: string }) => id === 'told').added).toHaveLength(1);
  });
});

describe('a policy without routes', () => {
  it('is said to tell nobody, so that its missed incidents are no riddle', async () => {
    const file = join(dirname(archive), 'silent.yaml');
    writeFileSync(file, 'version: 1\nuse: [cis-admin-ports@1]\n');
    const { out } = await run([file], {});
    expect(out.replace(/\s+/g, ' ')).toContain('The policy has no route under `notify`: it tells nobody');
    expect((await run([strict], {})).out).not.toContain('no route');
  });

  it('a folder in place of the table of incidents is complained about', async () => {
    await expect(run([strict], { labels: dirname(archive) })).rejects.toThrow(/expected a file, it is a folder/);
  });
});
