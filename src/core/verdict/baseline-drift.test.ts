import { describe, expect, test } from 'vitest';
import { doubtsOf, matterOf, now, rulingsOf, standingOf } from '../../../test/builders/matter.ts';
import { boxAsked, judgingBy, type PartialPolicy } from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import type { Baseline } from '../policy/policy.ts';
import { unknown } from '../reach/bounds.ts';
import { reachOf } from '../reach/reach.ts';
import { judge } from './judge.ts';
import type { Matter } from './matter.ts';

const https = rule('tcp', 443, '0.0.0.0/0');
const office = rule('tcp', 22, '203.0.113.0/24');
const drift = { extra: { else: 'low' }, widened: { else: 'medium' }, missing: { else: 'high' } } as const;

const edge = (rules: readonly Tuple[], parts: Partial<Baseline> = {}) => ({
  groups: [{ id: 'sg-1', name: null, vpc: null, account: null, rules: [], reach: reachOf(rules) }],
  drift,
  ...parts,
});
const by = (matter: Matter, parts: Partial<Baseline> = {}, rest: PartialPolicy = {}) =>
  judge(matter, judgingBy({ baselines: { edge: edge([https, office], parts) }, ...rest }));

describe('a change against a baseline', () => {
  test('R18 R43 R53: what it does not want is extra, what it wants and goes is missing, what grows is widened', () => {
    expect(rulingsOf(by(matterOf({ added: [rule('tcp', 3306, '198.51.100.1/32')] })))).toEqual({
      'edge.extra': 'breach low',
    });
    const before = [https, office];
    expect(rulingsOf(by(matterOf({ before, removed: [https] }, { kinds: ['rules-removed'] })))).toEqual({
      'edge.missing': 'breach high',
    });
    expect(rulingsOf(by(matterOf({ before, added: [rule('tcp', 22, '203.0.112.0/23')] })))).toEqual({
      'edge.widened': 'breach medium',
    });
  });

  test('R175: egress and protocols without ports are compared like all else', () => {
    const dns = rule('udp', 53, '0.0.0.0/0', 'egress');
    const gre = rule('47', null, '198.51.100.1/32');
    expect(rulingsOf(by(matterOf({ added: [rule('tcp', 443, '0.0.0.0/0', 'egress')] })))).toEqual({
      'edge.extra': 'breach low',
    });
    expect(rulingsOf(by(matterOf({ added: [gre] })))).toEqual({ 'edge.extra': 'breach low' });
    const { groups } = edge([dns, gre]);
    expect(rulingsOf(by(matterOf({ added: [dns, gre] }), { groups }))).toEqual({});
  });

  test('a call that did nothing took nothing away from it', () => {
    const matter = matterOf({ added: [rule('tcp', 3306, '198.51.100.1/32')] }, { result: 'failed' });
    expect(rulingsOf(by(matter))).toEqual({});
  });

  test('BM-15: what it wants may come in any order, split or joined, with any description', () => {
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((peer) => rule('tcp', 443, peer));
    expect(rulingsOf(by(matterOf({ added: [...halves, office] })))).toEqual({});
    expect(rulingsOf(by(standingOf([office, ...halves])))).toEqual({});
  });

  test('a wider rule is never milder: growth that is held for milder than extra is told as extra too', () => {
    const milder = { drift: { ...drift, extra: { else: 'high' }, widened: { else: 'low' } } } as const;
    const grown = matterOf({ before: [office], added: [rule('tcp', 22, '203.0.112.0/23')] });
    expect(rulingsOf(by(grown, milder))).toEqual({ 'edge.extra': 'breach high', 'edge.widened': 'breach low' });
    expect(rulingsOf(by(grown, { drift: { ...drift, widened: null } }))).toEqual({ 'edge.extra': 'breach low' });
    expect(rulingsOf(by(grown, { drift: { extra: null, widened: null, missing: null } }))).toEqual({});
  });

  test('R53: what stands is compared in all three ways', () => {
    const stands = [rule('tcp', 22, '203.0.112.0/23'), rule('tcp', 3306, '198.51.100.1/32')];
    expect(rulingsOf(by(standingOf(stands)))).toEqual({
      'edge.missing': 'breach high',
      'edge.widened': 'breach medium',
      'edge.extra': 'breach low',
    });
    expect(rulingsOf(by(standingOf([https, office])))).toEqual({});
  });

  test('what is unknown is no match: nothing known is unknown in each way', () => {
    expect(Object.values(rulingsOf(by(standingOf(unknown)))).every((ruling) => /^(unknown|breach)/.test(ruling))).toBe(
      true,
    );
    const untold = by(matterOf({ before: null, untold: true }, { kinds: ['rules-removed'] }));
    expect([rulingsOf(untold), doubtsOf(untold)]).toEqual([{ 'edge.missing': 'unknown high' }, ['before either']]);
  });

  test('means a group by id, else by name with VPC and account where they are given', () => {
    const found = (group: Partial<Baseline['groups'][number]>, where: Baseline['where'] = {}) => {
      const groups = [{ ...edge([https]).groups[0]!, id: null, ...group }];
      return by(matterOf({ added: [office] }), { groups, where }).verdict.ruling;
    };
    expect([found({ name: 'web-1' }), found({ name: 'web-2' }), found({ name: 'web-1', vpc: 'vpc-2' })]).toEqual([
      'breach',
      'clear',
      'clear',
    ]);
    expect([found({ id: 'sg-2', name: 'web-1' }), found({ id: 'sg-1', name: 'other' })]).toEqual(['clear', 'breach']);
    expect([found({ name: 'web-1', account: '999988887777' }), found({ id: 'sg-1' }, { region: ['us-*'] })]).toEqual([
      'clear',
      'clear',
    ]);
  });

  test('what was open only in between is told as over', () => {
    const passing = reachOf([rule('tcp', 3306, '198.51.100.1/32')]);
    expect(rulingsOf(by(matterOf({ passing })))).toEqual({ 'edge.extra': 'breach low over' });
  });

  test('R38: drift is excepted like any check, by `<baseline>.<way>`', () => {
    const extra = rule('tcp', 3306, '198.51.100.1/32');
    const box = boxAsked({ peers: ['198.51.100.1/32'], ports: ['tcp/3306'] });
    const exceptions = { ex: { check: 'edge.extra', group: 'sg-1', box, until: now + 1 } };
    expect(rulingsOf(by(matterOf({ added: [extra] }), {}, { exceptions }))).toEqual({ 'edge.extra': 'permitted low' });
  });

  test('BM-14 R85 R92: what is missing is restored only where the policy says restore, what is extra never is', () => {
    const wants = (respond: Baseline['respond']) => {
      const { checks } = by(standingOf([https, rule('tcp', 3306, '198.51.100.1/32')]), { respond }).verdict;
      return Object.fromEntries(checks.map((check) => [check.id, check.respond]));
    };
    expect(wants({ else: ['revert'] })).toEqual({ 'edge.missing': ['none'], 'edge.extra': ['revert'] });
    expect(wants({ else: ['restore'] })).toEqual({ 'edge.missing': ['restore'], 'edge.extra': ['none'] });
  });
});
