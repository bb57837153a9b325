import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { packageRoot } from './package-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-judge-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const examples = join(packageRoot(), 'examples');
const policy = join(examples, 'portcullis.yaml');
const snapshot = join(examples, 'snapshot.json');
const judge = (...args: readonly string[]) => portcullis(['judge', ...args, '--policy', policy]);

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('files given to judge', () => {
  it.each([
    ['a CloudTrail log', '{"Records":[]}', '`scan` reads it'],
    ['a backlog', '{"$schema":"portcullis:backlog:1","entries":[]}', '`--backlog` takes it'],
    ['a baseline', '{"$schema":"portcullis:baseline:1","groups":[]}', '`baseline compare` takes it'],
    ['a policy', 'version: 1\nuse: [cis-starter@1]\n', '`--policy` takes it'],
  ])('%s by mistake is named, with who takes it', async (what, content, hint) => {
    const { code, out, err } = await judge(file('odd', content));
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`: this is ${what}, ${hint}\n`);
  });

  it('an empty file is said to be empty, and a binary plan to need `terraform show -json`', async () => {
    expect((await judge(file('empty', ' \n'))).err).toMatch(/empty: it is empty\n$/);
    const binary = await judge(file('tf.plan', Uint8Array.from([80, 75, 3, 4, 0, 255, 254])));
    expect(binary.err).toMatch(/tf\.plan: expected JSON or YAML, .*`terraform show -json <plan>`/);
  });

  it('the same file named twice is judged once', async () => {
    expect((await judge(snapshot, snapshot)).out).toContain('42 groups in 1 file · ');
  });

  it('nothing that is not known is said twice of a group', async () => {
    const first = join(folder, 'first.yaml');
    await portcullis(['init', join(examples, 'week'), '--snapshot', snapshot, '--no-cache', '--out', first]);
    const plan = join(packageRoot(), 'test', 'terraform', 'stored', 'new.json');
    const { out } = await portcullis(['judge', plan, '--policy', first]);
    expect(out).toContain('not known: tags');
    for (const block of out.split('\n\n')) {
      const lacking = block.split(/\n +(?=not known: )/).slice(1);
      expect(lacking).toEqual([...new Set(lacking)]);
    }
  });

  it('a group whose findings are all in the backlog is counted there, and neither as clear nor twice', async () => {
    const backlog = join(folder, 'backlog.json');
    await portcullis(['adopt', snapshot, '--policy', policy, '--out', backlog]);
    const { code, out } = await judge(snapshot, '--backlog', backlog);
    expect(code).toBe(0);
    const [, inside] = /… (\d+) groups inside policy not shown/.exec(out)!;
    const [, groups, owed, permitted, clear] =
      /(\d+) groups in 1 file · (\d+) in the backlog · (\d+) permitted · (\d+) clear/.exec(out)!.map(Number);
    expect(groups).toBe(42);
    expect(owed! + permitted! + clear!).toBe(42);
    expect(Number(inside)).toBe(42 - owed!);
    const { summary } = JSON.parse((await judge(snapshot, '--backlog', backlog, '--json')).out);
    expect(summary).toMatchObject({ owed, rulings: { judged: 42 - owed!, clear, permitted } });
  });

  it('a backlog that is not there is complained about in plain words', async () => {
    expect((await judge(snapshot, '--backlog', join(folder, 'none.json'))).err).toMatch(/none\.json: no such file\n$/);
  });

  it('a folder or nothing in place of a snapshot is said in plain words', async () => {
    const folderFor = await portcullis(['adopt', examples, '--policy', policy, '--out', join(folder, 'never.json')]);
    expect(folderFor.err).toContain('expected a file, it is a folder');
    const nothing = await portcullis([
      'adopt',
      'nowhere.json',
      '--policy',
      policy,
      '--out',
      join(folder, 'never.json'),
    ]);
    expect(nothing.err).toContain('expected a snapshot (JSON) in `nowhere.json`: no such file');
  });

  it('`--fail-on` is offered only where it decides the exit code', async () => {
    for (const verb of ['explain', 'adopt'])
      expect((await portcullis([verb, '--help'])).out).not.toContain('--fail-on');
    for (const verb of ['scan', 'exposed', 'judge'])
      expect((await portcullis([verb, '--help'])).out).toContain('--fail-on');
  });
});
