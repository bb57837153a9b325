import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { packageRoot } from './package-root.ts';

const snapshot = join(packageRoot(), 'examples', 'snapshot.json');

describe('baseline', () => {
  it('captures the groups that are asked for', async () => {
    const { code, out } = await portcullis([
      'baseline',
      'capture',
      snapshot,
      '--group',
      'prod-web',
      '--region',
      'eu-west-1',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out).groups.map(({ name }: { name: string }) => name)).toEqual(['prod-web']);
  });

  it('takes no option that it would not heed', async () => {
    const narrowed = await portcullis(['baseline', 'compare', snapshot, snapshot, '--group', 'prod-web']);
    expect([narrowed.code, narrowed.out]).toEqual([1, '']);
    expect(narrowed.err).toContain('`--group` is for `capture` and `import`');
    const csv = await portcullis(['baseline', 'capture', snapshot, '--format', 'csv']);
    expect([csv.code, csv.out]).toEqual([1, '']);
  });
});
