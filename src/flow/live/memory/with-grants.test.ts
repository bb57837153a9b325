import { expect, test } from 'vitest';
import { gained, judgingBy, lost } from '../../../../test/builders/policy.ts';
import { tell } from '../../../../test/builders/read-records.ts';
import { World } from '../../../../test/builders/world.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Grant } from '../tables.ts';
import { withGrants } from './with-grants.ts';

const world = new World();
const web = world.group('web');
world.wait(3600);
const opened = world.at;
web.opens('tcp', 22, '0.0.0.0/0');
world.wait(60);
web.opens('tcp', 3389, '0.0.0.0/0');
const { records } = world;

const ssh: Rule = {
  ...{ id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: '0.0.0.0/0' },
};

const grantOf = (parts: Partial<Grant> = {}): Grant => ({
  ...{ id: 'grt_a', site: { account: '111122223333', region: 'eu-west-1' }, group: web.id, rules: [ssh] },
  ...{ from: opened - 1000, until: opened + 3_600_000, by: 'bob', reason: 'a visit', ended: null, version: 1 },
  ...parts,
});

const judging = judgingBy({ checks: { internet: { when: gained(), locked: true }, losses: { when: lost() } } });

/** What came of opening SSH, then of opening RDP. */
async function rulings(...grants: readonly Grant[]) {
  const { decisions } = await tell(records, { judging: withGrants(judging, grants) });
  return decisions.slice(1).map(({ verdict }) => verdict!.ruling);
}

test('R93: a grant permits its own rules to its own group, whatever check objects, and names itself', async () => {
  const { decisions } = await tell(records, { judging: withGrants(judging, [grantOf()]) });
  expect(decisions[1]!.verdict).toMatchObject({ ruling: 'permitted', checks: [{ excusedBy: 'grant grt_a' }] });
  expect(decisions[2]!.verdict!.ruling).toBe('breach');
  expect(await rulings(grantOf({ group: 'sg-0000000000000000f' }))).toEqual(['breach', 'breach']);
});

test('R93: what was done before a grant began, or after it ended, stays what it is', async () => {
  expect(await rulings(grantOf({ from: opened + 1 }))).toEqual(['breach', 'breach']);
  expect(await rulings(grantOf({ from: opened }))).toEqual(['permitted', 'breach']);
  expect(await rulings(grantOf({ until: opened }))).toEqual(['breach', 'breach']);
  expect(await rulings(grantOf({ ended: opened }))).toEqual(['breach', 'breach']);
  expect(await rulings(grantOf({ ended: opened + 1 }))).toEqual(['permitted', 'breach']);
  expect(await rulings(grantOf({ until: opened + 1, ended: opened + 9_000_000 }))).toEqual(['permitted', 'breach']);
});

test('a grant wider than what was opened permits it; one that is narrower does not', async () => {
  const all: Rule = { ...ssh, protocol: '-1', ports: null };
  expect(await rulings(grantOf({ rules: [all] }))).toEqual(['permitted', 'permitted']);
  const half: Rule = { ...ssh, peer: { kind: 'ipv4', value: '0.0.0.0/1' } };
  expect(await rulings(grantOf({ rules: [half] }))).toEqual(['breach', 'breach']);
  const other: Rule = { ...ssh, peer: { kind: 'ipv4', value: '128.0.0.0/1' } };
  expect(await rulings(grantOf({ rules: [half] }), grantOf({ id: 'grt_b', rules: [other] }))).toEqual([
    'permitted',
    'breach',
  ]);
});

test('a list in a grant permits what the list holds, and the list itself where that is not known', () => {
  const rule: Rule = { ...ssh, peer: { kind: 'list', value: 'pl-1' } };
  const boxOf = (entries: readonly string[] | null) =>
    withGrants(judging, [grantOf({ rules: [rule] })], () => entries).policy.exceptions[0]!.box.ingress[0]!.peers;
  expect(boxOf(['203.0.113.0/24']).v4.length).toBeGreaterThan(0);
  expect(boxOf(['203.0.113.0/24']).lists.names).toEqual(['pl-1']);
  expect(boxOf(null).v4).toHaveLength(0);
});

test('R104: grants are no part of the policy: its digest stays', () => {
  expect(withGrants(judging, [grantOf()]).policy.digest).toBe(judging.policy.digest);
  expect(withGrants(judging, [])).toBe(judging);
});
