import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { verbs } from './verbs.ts';

const scriptOf = async (shell: string) => (await portcullis(['completion', shell])).out;

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s knows every verb and every option', async (shell) => {
    const script = await scriptOf(shell);
    for (const { name, options } of verbs) {
      expect(script).toContain(name);
      for (const { flags } of options) expect(script).toContain(/--([a-z-]+)/.exec(flags)![1]);
    }
  });

  it('in bash completes verbs, options, and the values of an option', async () => {
    const script = await scriptOf('bash');
    const complete = (...words: readonly string[]): readonly string[] => {
      const quoted = words.map((word) => `'${word}'`).join(' ');
      const run = `${script}\nCOMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _portcullis; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout, stderr } = spawnSync('bash', ['-c', run], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return stdout.trim().split('\n');
    };
    expect(complete('portcullis', 'sc')).toEqual(['scan', 'schema']);
    expect(complete('portcullis', 'scan', '--si')).toEqual(['--since']);
    expect(complete('portcullis', 'scan', '--format', 'nd')).toEqual(['ndjson']);
    expect(complete('portcullis', 'scan', '--by', '')).toEqual(['worst', 'time']);
    expect(complete('portcullis', 'judge', '--format', 's')).toEqual(['sarif']);
    expect(complete('portcullis', 'log', '--format', 's')).toEqual(['']);
  });

  it('refuses a shell that it does not know', async () => {
    expect(await portcullis(['completion', 'tcsh'])).toMatchObject({
      code: 1,
      err: 'portcullis: expected bash, zsh or fish, got `tcsh`\n',
    });
  });
});
