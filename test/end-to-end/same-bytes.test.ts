import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/leaf/canonical.ts';
import { distinctRecords, examples, readWeek } from '../examples/read-week.ts';

const root = join(import.meta.dirname, '..', '..');
const main = join(root, 'src', 'apps', 'cli', 'main.ts');
const gallery = join(root, 'test', 'gallery');
const home = mkdtempSync(join(tmpdir(), 'portcullis-bytes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const records = distinctRecords(readWeek(examples)) as unknown as readonly Json[];
const snapshot = JSON.parse(readFileSync(join(examples, 'snapshot.json'), 'utf8')) as Json;
const plain = folderWith('plain', (json) => json);
const shuffled = folderWith('shuffled', shuffledKeys);

/** A folder with the example week, its snapshot and a policy. */
function folderWith(name: string, as: (json: Json) => Json): string {
  const folder = join(home, name);
  mkdirSync(join(folder, 'week'), { recursive: true });
  writeFileSync(join(folder, 'week', 'log.json'), JSON.stringify({ Records: records.map(as) }));
  writeFileSync(join(folder, 'snapshot.json'), JSON.stringify(as(snapshot)));
  for (const file of ['policy.yaml', 'accounts.csv', 'threats.txt'])
    copyFileSync(join(gallery, file), join(folder, file));
  return folder;
}

/** The same JSON with the keys of every object the other way round, and then the first one in the middle. */
function shuffledKeys(json: Json): Json {
  if (Array.isArray(json)) return json.map(shuffledKeys);
  if (json === null || typeof json !== 'object') return json;
  const [first, ...rest] = Object.entries(json).reverse();
  if (first === undefined) return json;
  const middle = rest.length >> 1;
  const order = [...rest.slice(0, middle), first, ...rest.slice(middle)];
  return Object.fromEntries(order.map(([key, value]) => [key, shuffledKeys(value as Json)]));
}

function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: join(folder, 'cache'), TZ: 'UTC', LC_ALL: 'C', ...env },
    maxBuffer: 2 ** 28,
  });
  return { status, bytes: stdout.length, digest: createHash('sha256').update(stdout).digest('hex') };
}

describe('the same inputs give the same bytes', () => {
  test.each([
    ['scan', ['scan', 'week', '--snapshot', 'snapshot.json', '--policy', 'policy.yaml', '--no-cache', '--json']],
    ['judge', ['judge', 'snapshot.json', '--policy', 'policy.yaml', '--json']],
    ['backtest', ['backtest', 'policy.yaml', '--against', 'week', '--snapshot', 'snapshot.json', '--json']],
  ] as const)(
    '%s with a policy: in another process, time zone and locale, and with the keys of all records and of the snapshot shuffled',
    (_, args) => {
      const first = run(plain, args);
      expect(first).toEqual({
        status: expect.toBeOneOf([0, 2, 3]),
        bytes: expect.any(Number),
        digest: expect.any(String),
      });
      expect(first.bytes).toBeGreaterThan(1000);
      expect(run(plain, args, { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' })).toEqual(first);
      expect(run(shuffled, args)).toEqual(first);
    },
    120_000,
  );
});
