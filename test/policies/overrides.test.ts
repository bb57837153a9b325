import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { packsFolder } from '../../src/apps/cli/open-policy.ts';
import { runOwnTests } from '../../src/apps/cli/policy-test.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-overrides-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

cpSync(join(packsFolder(), 'fixtures'), join(folder, 'fixtures'), { recursive: true });

/** Reads a policy of one's own, runs its tests over the packs' fixtures, and tells what missed. */
async function missesIn(name: string, text: string): Promise<readonly unknown[]> {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, text);
  const { policy, errors } = readPolicyFiles([file], packsFolder());
  expect(errors).toEqual([]);
  const results = await runOwnTests([file], { policy: policy!, engine: '0.0.0', files: [] });
  expect(results).not.toEqual([]);
  return results.flatMap(({ misses }) => misses);
}

describe('a policy over packs', () => {
  it('R44, R55: changes a check of a pack by its id, and keeps the others as they are', async () => {
    const text = `
version: 1
use: [cis-admin-ports@1]
checks:
  admin-ports-from-internet:
    say: Ours
    when: { gained: { direction: [ingress], peers: [internet], except: [trusted], ports: [cis-admin] } }
    severity: { else: low }
    respond: { else: [none] }
tests:
  ssh:
    given: fixtures/ssh-open.json
    expect: { admin-ports-from-everybody: { severity: critical }, admin-ports-from-internet: { severity: low } }
`;
    expect(await missesIn('by-id', text)).toEqual([]);
  });

  it('R55, R57: fills the sets that packs leave empty, and what it trusts is left out', async () => {
    const text = `
version: 1
use: [databases@1]
sets: { addresses: { trusted: { cidrs: [198.51.100.64/26] } } }
tests:
  known-place: { given: fixtures/postgres-from-one-address.json, expect: {} }
`;
    expect(await missesIn('trusted', text)).toEqual([]);
  });

  it('R175: extends the CIS baseline to egress and to other protocols', async () => {
    const text = `
version: 1
use: [cis-admin-ports@1]
checks:
  tunnels:
    say: No tunnels to or from the Internet
    when: { gained: { direction: [ingress, egress], peers: [internet], except: [], ports: [proto/47, proto/50, proto/4] } }
    severity: { else: high }
    respond: { else: [none] }
tests:
  egress: { given: fixtures/database-egress-opened.json, expect: { tunnels: { severity: high } } }
  ingress:
    given: fixtures/all-traffic-open.json
    expect: { tunnels: {}, admin-ports-from-everybody: {}, admin-ports-from-internet: {} }
`;
    expect(await missesIn('tunnels', text)).toEqual([]);
  });

  it('a test that expects too much, or names too little, misses with what was expected and what came', async () => {
    const text = `
version: 1
use: [cis-admin-ports@1]
tests:
  ssh: { given: fixtures/ssh-open.json, expect: { admin-ports-from-everybody: { severity: low, respond: [revert] } } }
  https: { given: fixtures/https-open.json, expect: { admin-ports-from-everybody: {} } }
  lost: { given: fixtures/nowhere.json, expect: {} }
`;
    expect(await missesIn('wrong', text)).toMatchObject([
      { check: 'admin-ports-from-everybody', expected: 'objects', got: 'clear' },
      { check: null, got: expect.stringContaining('nothing at') },
      { check: 'admin-ports-from-everybody', expected: 'low, respond revert', got: 'breach, critical, respond ask' },
      { check: 'admin-ports-from-internet', expected: 'clear', got: 'breach, high, respond ask' },
    ]);
  });
});
