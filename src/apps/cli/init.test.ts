import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callRun } from '../../../test/end-to-end/call-run.ts';
import { authorize, create, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import { init } from './init.ts';
import { packsFolder } from './open-policy.ts';
import { packageRoot } from './package-root.ts';
import { policy } from './policy.ts';

const examples = join(packageRoot(), 'examples');
const week = [join(examples, 'week')];
const snapshot = join(examples, 'snapshot.json');
const root = mkdtempSync(join(tmpdir(), 'portcullis-init-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let out = '';
let count = 0;
beforeEach(() => {
  out = join(root, String(count++), 'portcullis.yaml');
});

describe('init', () => {
  it('R163: writes a policy from the tags, accounts and actors of an archive; it is valid and its tests pass', async () => {
    const ran = await callRun(init, week, { snapshot, out });
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    expect(ran.out).toMatch(/^Wrote {2}.*portcullis\.yaml {2}valid, 2\d checks, its tests pass\n/);
    expect(ran.out).toContain('environment: env (25 groups) · owner: owner (26 groups)');
    expect(ran.out).toContain('pipeline? tf-deploy (50 changes) · controllers? eks-lb-controller (118 changes)');
    expect(ran.out).toMatch(/Next {2}portcullis policy explain /);
    expect((await callRun(policy, ['test', out])).out).toMatch(/2 of 2 tests passed/);
    expect((await callRun(policy, ['validate', out])).out).toContain('no warnings');
  });

  it('trusts nobody and no address by itself: they are proposed in comments', async () => {
    await callRun(init, week, { snapshot, out });
    const text = readFileSync(out, 'utf8');
    const live = text.replace(/#.*$/gm, '');
    expect(text).toContain('# pipeline: { roles: ["arn:aws:iam::*:role/tf-deploy"] }');
    expect(text).toContain('#   trusted: { cidrs: ["203.0.113.0/24"] }');
    expect(live).not.toMatch(/arn:aws|203\.0\.113|cidrs/);
    expect(live).toMatch(/mode: \{ else: observe \}/);
  });

  it('the proposals are valid once their # is taken away', async () => {
    await callRun(init, week, { snapshot, out });
    const text = readFileSync(out, 'utf8')
      .replace(/^( +)# (pipeline|controllers): (.*)\n +\2: .*$/gm, '$1$2: $3')
      .replace(/^ {2}# addresses:\n {2}# {3}trusted/m, '  addresses:\n    trusted')
      .replace(/^ {4}# values/m, '    values')
      .replace(/^# checks:\n(?:#.*\n)+/m, (block) => block.replace(/^# ?/gm, ''))
      .replace(/^ {2}# no-mfa/m, '  no-mfa');
    writeFileSync(out, text);
    const { policy: read, errors } = readPolicyFiles([out], packsFolder());
    expect(errors).toEqual([]);
    expect(read!.checks.map(({ id }) => id)).toContain('frozen-web');
    expect(read!.contexts.environment.values).toEqual(['prod', 'stage', 'tools']);
    expect([...read!.addresses.keys()]).toContain('trusted');
  });

  it('overwrites nothing without being told to', async () => {
    await callRun(init, week, { snapshot, out });
    writeFileSync(out, 'mine');
    const refused = await callRun(init, week, { snapshot, out });
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/is there already: `--force` overwrites it/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await callRun(init, week, { snapshot, out, force: true })).code).toBe(0);
  });

  it('leaves fixtures of others alone, and then writes no tests', async () => {
    const folder = join(out, '..', 'fixtures');
    await callRun(init, week, { snapshot, out });
    writeFileSync(join(folder, 'ssh-open.json'), '{}');
    const { code, err } = await callRun(init, week, { snapshot, out, force: true });
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('written without tests') });
    expect(readFileSync(join(folder, 'ssh-open.json'), 'utf8')).toBe('{}');
    expect(readFileSync(out, 'utf8')).not.toMatch(/^tests:/m);
  });

  it('prints to standard output and writes no file with --out -', async () => {
    const { code, out: text, err } = await callRun(init, week, { snapshot, out: '-' });
    expect(code).toBe(0);
    expect(text).toMatch(/^# The policy of your security groups/);
    expect(err).toMatch(/^Saw {4}232 changes/);
    expect(existsSync('-')).toBe(false);
  });

  it('without anything to look at, writes what is usual', async () => {
    const { code, out: text } = await callRun(init, [], { out });
    expect(code).toBe(0);
    expect(text).toContain('no records · 0 groups in 0 accounts');
    expect(readFileSync(out, 'utf8')).toContain('- { tag: Environment }');
  });

  it('hostile tags and roles end neither a quote nor a comment', async () => {
    const evil = 'x"\n  pipeline: { roles: ["*"] }\n# \u202e\u0007';
    const made = create('sg-0a1b2c3d', 'web', { user: evil });
    const request = {
      ...(made.requestParameters as object),
      tagSpecificationSet: {
        items: [
          {
            resourceType: 'security-group',
            tags: [
              { key: 'env', value: evil },
              { key: `owner${evil}`, value: evil },
            ],
          },
        ],
      },
    };
    const archive = writeArchive([
      { ...made, requestParameters: request },
      authorize('sg-0a1b2c3d', 'sgr-1', 22, '10.0.0.0/8'),
    ]);
    const ran = await callRun(init, [archive], { out });
    expect(ran.code).toBe(0);
    const text = readFileSync(out, 'utf8');
    expect(text.replace(/#.*$/gm, '')).not.toContain('roles: ["*"]');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(ran.out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('leaves no half of its answer where a file stands in the place of its fixtures', async () => {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(join(dirname(out), 'fixtures'), 'a file');
    const { code, err } = await callRun(init, week, { snapshot, out });
    expect(code).toBe(1);
    expect(err).toMatch(/expected a place that can be written to at/);
    expect(existsSync(out)).toBe(false);
  });
});
