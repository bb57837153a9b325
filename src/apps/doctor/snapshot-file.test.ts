import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SiteShown } from '../../aws/inspect/collect-site.ts';
import { readSnapshot } from '../../core/group/read/describe.ts';
import { begunAt, openSnapshotFile } from './snapshot-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-snapshot-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [now, hour] = [Date.parse('2026-03-09T00:00:00Z'), 3_600_000];
const part = (region: string): SiteShown => {
  const nothing = { SecurityGroups: [], SecurityGroupRules: [], PrefixLists: [], NetworkInterfaces: [] };
  return { account: '111122223333', region, ...nothing };
};
const regionsIn = (file: string) =>
  (JSON.parse(readFileSync(file, 'utf8')).accounts as { region: string }[]).map(({ region }) => region);

describe('a snapshot that is being written', () => {
  it('is a file that is read back, its parts in order whatever came first, for its owner alone', () => {
    const file = join(folder, 'whole.json');
    const writing = openSnapshotFile(file, now, true);
    for (const region of ['us-east-1', 'eu-west-1']) writing.keep(part(region));
    expect(existsSync(file)).toBe(false);
    writing.finish(true);
    expect(regionsIn(file)).toEqual(['eu-west-1', 'us-east-1']);
    expect(readSnapshot(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({
      misread: [],
      perimeter: { takenAt: now },
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect([existsSync(`${file}.partial`), begunAt(file, now)]).toEqual([false, null]);
  });

  it('that was broken off goes on with its time and its parts, but for the one that was cut off', () => {
    const file = join(folder, 'half.json');
    openSnapshotFile(file, now, true).keep(part('eu-west-1'));
    writeFileSync(`${file}.partial`, `${readFileSync(`${file}.partial`, 'utf8')}{"account":"1111`);
    const again = openSnapshotFile(file, now + hour, false);
    expect([again.takenAt, [...again.done]]).toEqual([now, ['111122223333 eu-west-1']]);
    again.keep(part('us-east-1'));
    again.finish(false);
    expect(regionsIn(file)).toEqual(['eu-west-1', 'us-east-1']);
    expect(openSnapshotFile(file, now + 2 * hour, false).done.size).toBe(2);
  });

  it('is begun anew when it is told to, when the other one is too old, or is none', () => {
    const file = join(folder, 'old.json');
    openSnapshotFile(file, now, true).keep(part('eu-west-1'));
    expect(begunAt(file, now + hour)).toBe(now);
    expect(begunAt(file, now + 13 * hour)).toBeNull();
    expect(begunAt(file, now - hour)).toBeNull();
    expect(openSnapshotFile(file, now + 13 * hour, false)).toMatchObject({ takenAt: now + 13 * hour, done: new Set() });
    writeFileSync(`${file}.partial`, 'a text');
    expect(openSnapshotFile(file, now, false).done.size).toBe(0);
  });
});
