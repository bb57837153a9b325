import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { packageRoot } from './package-root.ts';

const root = packageRoot();
const [week, snapshot, policy] = ['week', 'snapshot.json', 'portcullis.yaml'].map((name) =>
  join(root, 'examples', name),
) as [string, string, string];
const stored = (name: string) => join(root, 'test', 'terraform', 'stored', `${name}.json`);

describe('line width', () => {
  it.each([
    ['demo', []],
    ['scan', [week, '--snapshot', snapshot, '--policy', policy, '--no-cache']],
    ['scan', [week, '--policy', policy, '--no-cache', '--all']],
    ['exposed', [week, '--snapshot', snapshot, '--policy', policy, '--no-cache']],
    ['adopt', [snapshot, week, '--policy', policy, '--no-cache', '--force', '--out', '/dev/null']],
    ['backtest', [policy, '--compare', join(root, 'policies', 'cis-starter@1.yaml')]],
    ['judge', [stored('new'), stored('edit'), snapshot, '--policy', policy]],
    ['policy', ['explain', policy]],
  ] as const)(
    '`%s` keeps within 80 columns, but for commands, paths and ARNs that must stay whole',
    async (verb, args) => {
      const { out } = await portcullis([verb, ...args], { columns: 80 });
      const wide = out
        .split('\n')
        .filter((line) => stringWidth(line) > 80)
        .filter((line) => !/^(Next)? +portcullis /.test(line) && /\S +\S/.test(line.trim()));
      expect(wide).toEqual([]);
    },
  );
});
