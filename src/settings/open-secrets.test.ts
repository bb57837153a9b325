import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import type { ReadKept, Secrets } from '../contracts/secrets.ts';
import { keepSecret, openSecrets } from './open-secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
afterAll(() => rmSync(folder, { recursive: true }));

const of = (place: string, name: string): string => `\${${place}:${name}}`;

/** A store whose answers a test says, with a clock that it moves. */
function kept(...answers: readonly Awaited<ReturnType<ReadKept>>[]) {
  let [asked, now] = [0, 0];
  const ssm: ReadKept = async () => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1]!;
  };
  const secrets = openSecrets({ env: {}, clock: { monotonic: () => now }, stores: { ssm } });
  return { secrets, asked: () => asked, pass: (minutes: number) => (now += minutes * 60_000) };
}

async function textOf(secrets: Secrets, reference: string): Promise<string> {
  const found = await secrets.find(reference);
  return found.kind === 'found' ? found.secret.open() : `${found.kind}: ${found.why}`;
}

const read = (text: string) => ({ kind: 'read', text }) as const;
const parameter = of('ssm', '/portcullis/slack');

describe('a secret', () => {
  test('never shows itself, however it is printed', () => {
    const secret = keepSecret('planted');
    const shown = [`${secret}`, String(secret), JSON.stringify({ secret }), inspect({ secret }, { depth: 5 })];
    const errors = [new Error(`${secret}`).message, Object.values(secret).join(), `${Object.keys(secret)}`];
    for (const text of [...shown, ...errors, JSON.stringify(structuredClone({ ...secret }))])
      expect(text).not.toContain('planted');
    expect(shown.slice(0, 2)).toEqual(['[secret]', '[secret]']);
    expect(secret.open()).toBe('planted');
  });

  test('is found in the environment and in a file, without the line end of the file', async () => {
    const file = join(folder, 'token');
    writeFileSync(file, 'from-a-file\n');
    const secrets = openSecrets({ env: { TOKEN: 'from-env' }, clock: { monotonic: () => 0 } });
    expect(await textOf(secrets, of('env', 'TOKEN'))).toBe('from-env');
    expect(await textOf(secrets, of('file', file))).toBe('from-a-file');
    expect(await textOf(secrets, of('env', 'MISSING'))).toContain('refused: the secret cannot be had');
    expect(await textOf(secrets, of('file', join(folder, 'none')))).toContain('no such file');
  });

  test('that stands in the policy itself, or in a store that nobody reads, is refused and not repeated', async () => {
    const secrets = openSecrets({ env: {}, clock: { monotonic: () => 0 } });
    for (const literal of [
      'https://hooks.example.com/planted',
      of('vault', 'planted'),
      `${of('env', 'a')}planted`,
      '',
    ]) {
      const said = await textOf(secrets, literal);
      expect(said).toMatch(/^refused: expected where a secret is kept/);
      expect(said).not.toContain('planted');
    }
    expect(await textOf(secrets, parameter)).toContain('refused: expected a reader of `ssm`');
  });

  test('is asked for once in five minutes, and anew when a service did not take it', async () => {
    const { secrets, asked, pass } = kept(read('one'), read('two'), read('three'));
    expect([await textOf(secrets, parameter), await textOf(secrets, parameter), asked()]).toEqual(['one', 'one', 1]);
    pass(6);
    expect(await textOf(secrets, parameter)).toBe('two');
    secrets.forget(parameter);
    expect([await textOf(secrets, parameter), asked()]).toEqual(['three', 3]);
    secrets.forget(of('ssm', '/never/asked'));
  });

  test('is used for a day while its store does not answer, and no longer', async () => {
    const { secrets, pass } = kept(read('one'), { kind: 'later', why: 'no answer' });
    await textOf(secrets, parameter);
    pass(6);
    expect(await textOf(secrets, parameter)).toBe('one');
    pass(24 * 60);
    expect(await textOf(secrets, parameter)).toBe('later: no answer');
  });

  test('that was taken away is gone at once, and an empty one is none', async () => {
    const { secrets, pass } = kept(read('one'), { kind: 'refused', why: 'it is not there' }, read('\n'));
    await textOf(secrets, parameter);
    pass(6);
    expect(await textOf(secrets, parameter)).toBe('refused: it is not there');
    expect(await textOf(secrets, parameter)).toContain('is empty');
  });
});
