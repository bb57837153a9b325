import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readServerSettings } from './read-server-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-drill-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const least = `store: portcullis.db
policy: portcullis.yaml
accounts:
  "111122223333": { regions: [eu-west-1] }
sources:
  - lookup: true
`;

function read(more: string) {
  const path = join(folder, 'server.yaml');
  writeFileSync(path, `${least}${more}`);
  const { settings, errors } = readServerSettings({ path, overlays: [], env: {} });
  return { settings, told: errors.join('\n') };
}

const day = 86_400_000;

describe('drills in the settings', () => {
  test('R151: none is made unless it is said; then once a day, on the group that is tagged', () => {
    expect(read('').settings).toMatchObject({ drill: null, proving: { within: 30 * day } });
    expect(read('drill: { account: "111122223333", region: eu-west-1 }\n').settings!.drill).toEqual({
      ...{ every: day, site: { account: '111122223333', region: 'eu-west-1' }, group: null, role: null },
    });
    const all =
      'drill: { account: "111122223333", region: eu-west-1, group: sg-0123456789abcdef0, role: Drill, every: 7d }\n';
    expect(read(all).settings!.drill).toMatchObject({ every: 7 * day, group: 'sg-0123456789abcdef0', role: 'Drill' });
  });

  test('R156: proof may count for longer or shorter, and is left out only for a reason', () => {
    expect(read('proving: { within: 7d }\n').settings!.proving).toEqual({ within: 7 * day });
    expect(read('proving: { off: "N-12, until the queue is there" }\n').settings!.proving).toEqual({
      off: 'N-12, until the queue is there',
    });
    expect(read('proving: { off: "" }\n').told).toContain('expected a text');
  });

  test.each([
    ['drill: { account: "444455556666", region: eu-west-1 }', 'expected an account and region of `accounts`'],
    ['drill: { account: "111122223333", region: us-east-1 }', 'what is not watched is not drilled'],
    ['drill: { account: "111122223333", region: eu-west-1, every: 5m }', 'expected 1h to 30d'],
    ['drill: { account: "111122223333", region: eu-west-1, group: web }', 'the id of a group'],
    ['drill: { region: eu-west-1 }', 'account'],
    ['proving: { within: 1h }', 'expected 1d to 90d'],
  ])('R151, R156: %s is refused', (more, why) => {
    const { settings, told } = read(`${more}\n`);
    expect(settings).toBeNull();
    expect(told).toContain(why);
  });
});
