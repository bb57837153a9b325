import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packsFolder } from '../../src/apps/cli/open-policy.ts';
import type { Attachments, GroupFacts } from '../../src/core/facts/facts.ts';
import { noPast } from '../../src/core/facts/facts.ts';
import type { SeenRule } from '../../src/core/group/rule.ts';
import { effectBetween } from '../../src/core/ledger/effect-between.ts';
import { severities } from '../../src/core/policy/scale.ts';
import { nothing } from '../../src/core/reach/reach.ts';
import { boundsOfSeen } from '../../src/core/reach/seen-bounds.ts';
import { judge } from '../../src/core/verdict/judge.ts';
import type { Verdict } from '../../src/core/verdict/verdict.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';

const packs = ['cis-starter@1', 'foreign-accounts@1', 'frozen-prod@1', 'tagging@1'].map((name) =>
  join(packsFolder(), `${name}.yaml`),
);
const judging = { policy: readPolicyFiles(packs, packsFolder()).policy!, engine: '0.0.0' };
const at = Date.parse('2026-01-31T09:00:00Z');

type Ports = readonly [number, number];

/** Ranges that lie in one another, narrowest first. */
const nestedPeers = ['10.1.0.0/16', '10.0.0.0/8', '8.0.0.0/6', '0.0.0.0/1', '0.0.0.0/0'];
const nestedPorts: readonly (Ports | null)[] = [[22, 22], [20, 30], [1, 5500], [0, 65535], null];

function rule(direction: 'ingress' | 'egress', peer: number, ports: number): SeenRule {
  const range = nestedPorts[ports]!;
  const [kind, value] = ['ipv4' as const, nestedPeers[peer]!];
  const protocol = range === null ? '-1' : 'tcp';
  return { id: null, direction, protocol, ports: range, peer: { kind, value }, description: null };
}

const level = fc.nat({ max: 4 });
const direction = fc.constantFrom('ingress' as const, 'egress' as const);
const anyRule = fc.tuple(direction, level, level).map(([way, peer, ports]) => rule(way, peer, ports));
const onDatabase: Attachments = { kinds: ['rds'], count: 1, exposed: false, beside: [], otherTime: null };
const anyGroup = fc
  .record({
    env: fc.constantFrom('prod', 'dev'),
    name: fc.constantFrom('default', 'web'),
    frozen: fc.constantFrom('yes', 'no'),
    attached: fc.constantFrom(onDatabase, { ...onDatabase, kinds: [] }),
  })
  .map(({ env, name, frozen, attached }): GroupFacts => {
    const tags = { env, frozen, owner: 'orders', egress: frozen === 'yes' ? 'locked' : 'open' };
    return { id: 'sg-1', name, vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1', tags, attached };
  });

function judged(group: GroupFacts, before: readonly SeenRule[] | null, after: readonly SeenRule[]): Verdict {
  const [was, now] = [boundsOfSeen(before ?? [], true), boundsOfSeen(after, true)];
  const effect = effectBetween({
    opened: before === null ? nothing : now.held,
    closed: nothing,
    before: before === null ? now : was,
    after: now,
    openedUnknown: false,
    closedUnknown: false,
  });
  const kinds = before === null ? [] : (['rules-added'] as const);
  const parts = [{ group, effect, passing: null, after: now }];
  return judge({ at, result: 'applied', kinds, actor: null, parts, tags: null, past: noPast }, judging).verdict;
}

const rank = ({ severity }: Verdict): number => severities.indexOf(severity);

describe('the packs as they are', () => {
  it('R54: one more rule never makes what stands less severe', () => {
    const property = fc.property(anyGroup, fc.array(anyRule, { maxLength: 5 }), anyRule, (group, rules, more) => {
      expect(rank(judged(group, null, [...rules, more]))).toBeGreaterThanOrEqual(rank(judged(group, null, rules)));
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('a wider rule is never judged milder than a narrower one on the same group', () => {
    const wider = fc
      .tuple(direction, level, level, level, level)
      .map(
        ([way, a, b, c, d]) =>
          [rule(way, Math.min(a, b), Math.min(c, d)), rule(way, Math.max(a, b), Math.max(c, d))] as const,
      );
    const property = fc.property(
      anyGroup,
      fc.array(anyRule, { maxLength: 4 }),
      wider,
      (group, rules, [narrow, wide]) => {
        const [mild, severe] = [narrow, wide].map((each) => rank(judged(group, rules, [...rules, each])));
        expect(severe!).toBeGreaterThanOrEqual(mild!);
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('what is judged as a change is judged no milder than what then stands of it', () => {
    const property = fc.property(anyGroup, anyRule, (group, only) => {
      expect(rank(judged(group, [], [only]))).toBeGreaterThanOrEqual(rank(judged(group, null, [only])));
    });
    fc.assert(property, { numRuns: 300 });
  });
});
