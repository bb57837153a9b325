import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCommands, readPages } from './page.ts';

const root = join(import.meta.dirname, '..', '..');
const commands = readPages(root)
  .flatMap(readCommands)
  .filter((command) => command.startsWith('./portcullis '));

describe('what the pages tell a reader to type', () => {
  it('there is something to type', () => {
    expect(commands).not.toEqual([]);
  });

  it.each([...new Set(commands)])('%s works as shown', (command) => {
    const run = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8', input: '' });
    expect(run.stdout).not.toBe('');
    expect([0, 2, 3], run.stderr).toContain(run.status);
  });
});
