import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { packsFolder } from '../../src/apps/cli/open-policy.ts';
import { runOwnTests } from '../../src/apps/cli/policy-test.ts';
import type { Check, Policy } from '../../src/core/policy/policy.ts';
import type { TestResult } from '../../src/flow/run-policy-tests.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';

const folder = packsFolder();
const packs = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length))
  .sort();

const fileOf = (pack: string): string => join(folder, `${pack}.yaml`);
const isOwn = (pack: string, { at }: { readonly at: string }): boolean => at.startsWith(`${pack}:`);

function readPack(pack: string): Policy {
  const { policy, errors, warnings } = readPolicyFiles([fileOf(pack)], folder);
  expect([...errors, ...warnings]).toEqual([]);
  return policy!;
}

async function runPack(pack: string, policy: Policy): Promise<readonly TestResult[]> {
  return await runOwnTests([fileOf(pack)], { policy, engine: '0.0.0', files: [] });
}

describe.each(packs)('the pack %s', (pack) => {
  it('is valid, without a warning, and its tests pass', async () => {
    const results = await runPack(pack, readPack(pack));
    expect(results.filter(({ misses }) => misses.length > 0)).toEqual([]);
    expect(results.length).toBeGreaterThan(1);
  });

  it('R56: has a test for each of its checks that fails without it, and one to which nothing objects', async () => {
    const policy = readPack(pack);
    const own = policy.checks.filter((check) => isOwn(pack, check) && !slow.has(check.id));
    const unproven: string[] = [];
    for (const check of own) {
      const without = { ...policy, checks: policy.checks.filter(({ id }) => id !== check.id) };
      const results = await runPack(pack, without);
      if (results.every(({ misses }) => misses.length === 0)) unproven.push(check.id);
    }
    expect(unproven).toEqual([]);
    const quiet = policy.tests.filter((test) => isOwn(pack, test) && Object.keys(test.expect).length === 0);
    expect(quiet).not.toEqual([]);
  });

  it('BM-17: does nothing to a group until somebody says so', () => {
    const { checks, safety } = readPack(pack);
    const asked = (check: Check) => [...Object.values(check.respond), ...Object.values(check.standing)].flat();
    expect(checks.flatMap(asked).filter((each) => each !== 'none' && each !== 'ask')).toEqual([]);
    expect(checks.flatMap(({ standing }) => Object.values(standing).flat())).toEqual(
      expect.not.arrayContaining(['ask']),
    );
    expect(safety.mode).toEqual({ else: 'observe' });
  });

  it('names no account, group or address of anybody', () => {
    const text = readFileSync(fileOf(pack), 'utf8').replace(/#.*$/gm, '');
    expect(text).not.toMatch(/\b\d{12}\b|sg-|pl-|\b\d+\.\d+\.\d+\.\d+/);
  });
});

/** It would take thirty-one records to make it object. */
const slow = new Set(['refused-all-day']);

describe('what packs answer', () => {
  const results = new Map<string, TestResult>();

  beforeAll(async () => {
    for (const pack of packs)
      for (const result of await runPack(pack, readPack(pack))) results.set(`${pack} ${result.id}`, result);
  });

  it.each([
    [
      'R54: CIS 5.2 and 5.3, admin ports closed to IPv4 and IPv6',
      'cis-admin-ports@1',
      'ssh-open remote-desktop-open-ipv6',
    ],
    ['R54: CIS 5.4, default groups closed', 'cis-default-groups@1', 'default-group-as-made default-group-opened'],
    ['R173: the CIS baseline of what stands', 'cis-admin-ports@1', 'ssh-stands-open'],
    ['R21: egress for exfiltration', 'egress@1', 'database-egress-opened locked-egress-opened database-egress-stands'],
    ['R17: removed protection', 'protected@1', 'protected-lost protected-lost-by-list protected-rule-kept'],
    [
      'R20, R58: reachability lost by a group in use',
      'availability@1',
      'in-use-closed web-closed unused-closed exposure-closed',
    ],
    ['R23: refused calls are counted', 'probing@1', 'probing refused-twice'],
    ['R158: groups without tags', 'tagging@1', 'untagged-made untagged-stands owner-tag-removed tagged-made'],
    ['R175: protocols beside TCP', 'high-risk-ports@1', 'odd-udp-port-open'],
    ['R175: all protocols', 'all-traffic@1', 'all-traffic-open all-ports-open'],
    ['halves of the Internet in two calls', 'cis-admin-ports@1', 'ssh-open-in-halves'],
    ['prefix lists by what they hold', 'prefix-lists@1', 'list-opened list-extended list-of-no-group'],
    ['groups of foreign accounts', 'foreign-accounts@1', 'foreign-group-let-in foreign-group-stands own-group-let-in'],
    ['frozen groups', 'frozen-prod@1', 'frozen-opened frozen-closed frozen-on-stage frozen-description'],
    ['databases from unknown places', 'databases@1', 'postgres-open postgres-from-one-address database-stands-open'],
  ])('%s', (_, pack, tests) => {
    for (const test of tests.split(' ')) expect(results.get(`${pack} ${test}`)?.misses, test).toEqual([]);
  });

  it('R54: the packs that follow CIS name benchmark, version and recommendation at the check', () => {
    const text = (pack: string) => readFileSync(fileOf(pack), 'utf8');
    expect(text('cis-admin-ports@1')).toMatch(/CIS Amazon Web Services Foundations Benchmark v3\.0\.0/);
    expect(text('cis-admin-ports@1')).toMatch(/# CIS v3\.0\.0 5\.2 \(IPv4\) and 5\.3 \(IPv6\)/);
    expect(text('cis-default-groups@1')).toMatch(/# CIS v3\.0\.0 5\.4/);
  });

  it('R55: the starter has what the CIS packs and the other packs without needs have', () => {
    const ids = readPack('cis-starter@1').checks.map(({ id }) => id);
    for (const pack of ['cis-admin-ports@1', 'cis-default-groups@1', 'databases@1', 'all-traffic@1', 'protected@1'])
      expect(ids).toEqual(expect.arrayContaining(readPack(pack).checks.map(({ id }) => id)));
  });
});
