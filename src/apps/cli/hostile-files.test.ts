import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { portcullis, writeArchive } from '../../../test/end-to-end/small-archive.ts';
import { packageRoot } from './package-root.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** C1 has an escape of its own (U+009B), which JSON does not write out; U+202E turns the reading direction. */
const evil = 'ev\u009b31m\u202eil\u001b[2J';
const snapshot = join(folder, 'evil.json');
const rule = {
  ...{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 },
  IpRanges: [{ CidrIp: '0.0.0.0/0', Description: evil }],
};
const group = {
  ...{ GroupId: 'sg-0123456789abcdef0', GroupName: evil, OwnerId: '111122223333', VpcId: 'vpc-1' },
  ...{ Tags: [{ Key: 'owner', Value: evil }], IpPermissions: [rule], IpPermissionsEgress: [] },
};
writeFileSync(
  snapshot,
  JSON.stringify({ takenAt: '2026-03-08T00:00:00Z', region: 'eu-west-1', SecurityGroups: [group] }),
);
const backlog = join(folder, 'backlog.json');
const policy = ['--policy', join(packageRoot(), 'examples', 'portcullis.yaml')];
const archive = writeArchive([]);

describe('text of others in files that are judged', () => {
  it.each([
    ['baseline', 'capture', snapshot],
    ['baseline', 'compare', snapshot, snapshot, '--json'],
    ['baseline', 'compare', snapshot, join(packageRoot(), 'examples', 'snapshot.json')],
    ['adopt', snapshot, ...policy, '--json', '--force', '--out', backlog],
    ['adopt', snapshot, ...policy, '--out', '-'],
    ['init', archive, '--snapshot', snapshot, '--out', '-', '--no-cache'],
    ['judge', snapshot, ...policy],
    ['judge', snapshot, ...policy, '--json'],
    ['judge', snapshot, ...policy, '--format', 'csv'],
    ['judge', snapshot, ...policy, '--format', 'md'],
    ['judge', snapshot, ...policy, '--format', 'sarif'],
    ['exposed', archive, '--snapshot', snapshot, ...policy, '--no-cache'],
  ])('no byte of it reaches a terminal as a command: %s %s', async (...args) => {
    const { out, err } = await portcullis(args);
    expect(out).not.toBe('');
    expect((out + err).replace(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('nor does it stand in the backlog that is written, where it reads back as it was', async () => {
    await portcullis(['adopt', snapshot, ...policy, '--force', '--out', backlog]);
    const text = readFileSync(backlog, 'utf8');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text).entries[0].group.name).toBe(evil);
  });
});
