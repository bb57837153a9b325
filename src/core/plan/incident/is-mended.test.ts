import { describe, expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import { attempts, gained, lost, type PartialCheck, policyWith } from '../../../../test/builders/policy.ts';
import type { Rule } from '../../group/rule.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { isMended, type Mending } from './is-mended.ts';

const listed = ruleOf('ingress tcp/22 pl-1', 'sgr-1');
const wide = ['192.0.2.0/24', '0.0.0.0/0'];
const own = ['10.0.0.0/8'];

interface Told {
  readonly entries?: readonly string[] | null;
  readonly when?: PartialCheck['when'];
  readonly carriers?: readonly string[];
  readonly others?: readonly Rule[];
}

function asked({ entries = own, when = gained({ ports: ['tcp/22'] }), carriers = [], others = [] }: Told = {}) {
  const standing = { verdict: { checks: [] }, carriers: { ssh: carriers } } as unknown as StandingDecision;
  const policy = policyWith({ checks: { ssh: { when } } });
  return {
    site,
    group: 'sg-web',
    policy,
    rules: [listed, ...others],
    standing,
    lists: () => entries,
  } satisfies Mending;
}

describe('a rule that names a prefix list', () => {
  test('R11: is mended when the list holds nothing any more that the check asks about', () => {
    expect(isMended('ssh', listed, asked())).toBe(true);
    expect(isMended('ssh', listed, asked({ entries: [] }))).toBe(true);
    expect(isMended('ssh', listed, asked({ entries: wide }))).toBe(false);
  });

  test('is not mended while its entries are not known', () => {
    expect(isMended('ssh', listed, asked({ entries: null }))).toBe(false);
  });

  test('is not mended while the group, judged with all that counts, breaks the check by it', () => {
    expect(isMended('ssh', listed, asked({ carriers: ['sgr-1'] }))).toBe(false);
    expect(isMended('ssh', listed, asked({ carriers: ['sgr-2'] }))).toBe(true);
  });

  test('is not mended by a policy that asks it no longer, nor where nobody asked how the group stands', () => {
    expect(isMended('gone', listed, asked())).toBe(false);
    expect(isMended('ssh', listed, { ...asked(), standing: null })).toBe(false);
  });

  test('is not mended by other tags: the question is asked of any group', () => {
    const mending = asked({ entries: wide });
    const checks = mending.policy.checks.map((check) => ({ ...check, where: { environment: ['prod'] } }));
    expect(isMended('ssh', listed, { ...mending, policy: { ...mending.policy, checks } })).toBe(false);
  });

  test('of a check about a kind of change stays what it brought until the list no longer holds it', () => {
    const when = gained({ ports: ['tcp/22'], change: ['list-edited'] });
    expect(isMended('ssh', listed, asked({ when, entries: wide }))).toBe(false);
    expect(isMended('ssh', listed, asked({ when }))).toBe(true);
  });

  test('that only with others is too much is mended when together they no longer are', () => {
    const when = gained({ ports: ['tcp/22'], moreThan: 1_500_000_000 });
    const others = [ruleOf('ingress tcp/22 64.0.0.0/2', 'sgr-2')];
    expect(isMended('ssh', listed, asked({ when, entries: ['128.0.0.0/2'], others }))).toBe(false);
    expect(isMended('ssh', listed, asked({ when, entries: own, others }))).toBe(true);
    expect(isMended('ssh', listed, asked({ when, entries: ['128.0.0.0/8'], others }))).toBe(true);
  });

  test('is mended though another rule breaks the check by itself', () => {
    const others = [ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-2')];
    expect(isMended('ssh', listed, asked({ others, carriers: ['sgr-2'] }))).toBe(true);
  });

  test('is all that can be mended: other rules, losses and refused calls are not', () => {
    const open = ruleOf('ingress tcp/22 10.0.0.0/8', 'sgr-2');
    expect(isMended('ssh', open, { ...asked(), rules: [open] })).toBe(false);
    expect(isMended('ssh', listed, asked({ when: lost({}) }))).toBe(false);
    expect(isMended('ssh', listed, asked({ when: attempts(3, 60) }))).toBe(false);
  });
});
