import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callRun } from '../../../test/end-to-end/call-run.ts';
import { packsFolder } from './open-policy.ts';
import { policy } from './policy.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-policy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pack = (name: string): string => join(packsFolder(), `${name}.yaml`);

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('policy', () => {
  it('names what it can do, and helps with a word that is none of it', async () => {
    expect(await callRun(policy, ['valdate'])).toEqual({
      code: 1,
      out: '',
      err: 'expected validate, test, explain, schema after `policy`, got `valdate`, did you mean `validate`\n',
    });
  });

  it.each(['constructor', '__proto__', 'toString'])('%s is no act of it', async (word) => {
    expect((await callRun(policy, [word])).code).toBe(1);
  });
});

describe('policy validate', () => {
  it('says in few words what a sound policy comes to', async () => {
    const { code, out, err } = await callRun(policy, ['validate', pack('cis-starter@1')]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^valid {2}\S*cis-starter@1\.yaml · 2\d checks, 10 files, no warnings ·\s+sha256:[0-9a-f]{64}\n$/,
    );
  });

  it('tells every problem with its place, and ends with 1', async () => {
    const file = write('wrong.yaml', 'version: 1\nuse: [cis-admin-prots@1]\nchekcs: {}\n');
    const { code, out, err } = await callRun(policy, ['validate', file]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/wrong\.yaml:2:7 .*cis-admin-prots@1/);
    expect(err).toMatch(/wrong\.yaml:3:1 .*`chekcs`/);
    expect(err).toMatch(/\n2 problems\. Nothing was run\.\n$/);
  });

  it('counts also the problems that it does not list', async () => {
    const keys = [...Array(80).keys()].map((n) => `odd${n}: 1\n`).join('');
    const { err } = await callRun(policy, ['validate', write('many.yaml', `version: 1\n${keys}`)]);
    expect(err).toMatch(/\n… and 30 more problems\n80 problems\. Nothing was run\.\n$/);
  });

  it('answers in JSON whether it is valid, by which files', async () => {
    const sound = await callRun(policy, ['validate', pack('probing@1')], { json: true });
    expect(JSON.parse(sound.out)).toMatchObject({ valid: true, checks: 2, errors: [], warnings: [] });
    const file = write('odd.yaml', 'version: 2\n');
    const odd = await callRun(policy, ['validate', file], { json: true });
    expect(odd.code).toBe(1);
    expect(JSON.parse(odd.out)).toMatchObject({
      valid: false,
      digest: null,
      errors: [expect.stringContaining('odd.yaml')],
    });
  });
});

describe('policy test', () => {
  it('runs the tests of a pack and counts those that passed', async () => {
    const { code, out } = await callRun(policy, ['test', pack('all-traffic@1')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^ok {4}all-ports-from-one-address\n(ok .*\n)+7 of 7 tests passed\n$/);
  });

  it('shows what a test expected and what came, with the line that decided, and ends with 1', async () => {
    const file = write(
      'own.yaml',
      'version: 1\nuse: [all-traffic@1]\ntests:\n  gone: { given: gone.json, expect: {} }\n',
    );
    const { code, out } = await callRun(policy, ['test', file]);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAIL {2}gone {2}\S*own\.yaml:4\n {6}expected a fixture in `gone\.json`, got nothing at/);
    expect(out).toMatch(/\n0 of 1 test passed\n$/);
  });

  it('leaves the tests of used packs to the packs', async () => {
    const file = write('none.yaml', 'version: 1\nuse: [all-traffic@1]\n');
    const { code, out } = await callRun(policy, ['test', file], { json: true });
    expect({ code, tests: JSON.parse(out).tests }).toEqual({ code: 0, tests: [] });
  });
});

describe('policy explain', () => {
  it('R163: says checks in plain sentences, each with its line', async () => {
    const { code, out } = await callRun(policy, ['explain', pack('cis-admin-ports@1')]);
    expect(code).toBe(0);
    expect(out).toMatch(/admin-ports-from-everybody {2}cis-admin-ports@1:\d+\n/);
    expect(out.replace(/\s+/g, ' ')).toContain('any part of the Internet except trusted');
  });

  it('refuses a policy with errors as every verb does', async () => {
    const { code, err } = await callRun(policy, ['explain', write('bad.yaml', 'version: 1\nchecks: 7\n')]);
    expect(code).toBe(1);
    expect(err).toMatch(/bad\.yaml:2:9 [\s\S]*\n1 problem\. Nothing was run\./);
  });
});

describe('policy schema', () => {
  it('prints the JSON Schema for editors', async () => {
    const { code, out } = await callRun(policy, ['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
  });
});
