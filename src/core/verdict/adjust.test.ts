import { describe, expect, test } from 'vitest';
import { actorWith } from '../../../test/builders/actor.ts';
import { doubtsOf, groupWith, matterOf, now, rulingsOf } from '../../../test/builders/matter.ts';
import { gained, judgingBy, type PartialCheck, type PartialPolicy } from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import { noPast } from '../facts/facts.ts';
import type { Severity } from '../policy/scale.ts';
import { reachOf } from '../reach/reach.ts';
import { judge } from './judge.ts';
import type { Matter } from './matter.ts';

const open = rule('tcp', 22, '0.0.0.0/0');
const here = { region: ['eu-*'] };
const by = (
  adjust: PartialPolicy['adjust'],
  severity: Severity = 'medium',
  parts: Partial<Matter> = {},
  check: Partial<PartialCheck> = {},
) =>
  judge(
    matterOf({ added: [open] }, parts),
    judgingBy({ adjust: adjust ?? {}, checks: { ssh: { when: gained(), severity: { else: severity }, ...check } } }),
  );

describe('adjustment', () => {
  test('R49: moves severity by its steps, and each step is listed with its line', () => {
    const { verdict } = by({ raise: { when: here, by: 1 } });
    expect(verdict.severity).toBe('high');
    expect(verdict.checks[0]).toMatchObject({
      declared: 'medium',
      adjusted: [{ id: 'raise', by: 1, at: 'portcullis.yaml:raise' }],
    });
  });

  test('at most two steps in all, and never beyond the ends of the scale', () => {
    const two = { a: { when: here, by: 2 }, b: { when: here, by: 1 } };
    expect(by(two, 'low').verdict.severity).toBe('high');
    expect(by(two, 'high').verdict.severity).toBe('critical');
    expect(by({ a: { when: here, by: -2 }, b: { when: here, by: -2 } }, 'critical').verdict.severity).toBe('medium');
    expect(by({ a: { when: here, by: -2 } }, 'low').verdict.severity).toBe('none');
    expect(by({ a: { when: here, by: 2 }, b: { when: here, by: -1 } }, 'low').verdict.severity).toBe('medium');
  });

  test('what is declared as none stays none', () => {
    expect(rulingsOf(by({ a: { when: here, by: 2 } }, 'none'))).toEqual({ ssh: 'breach none' });
  });

  test('R15 R37: what is not known moves nothing, and says what it could', () => {
    const noMfa = by({ a: { when: { mfa: [false] }, by: 1 } });
    expect([noMfa.verdict.severity, doubtsOf(noMfa)]).toEqual(['medium', ['mfa raise']]);
    const unexposed = by({ a: { when: { exposed: [false] }, by: -1 } });
    expect([unexposed.verdict.severity, doubtsOf(unexposed)]).toEqual(['medium', ['exposed lower']]);
    expect(
      by({ a: { when: { mfa: [false] }, by: 1 } }, 'medium', { actor: actorWith({ mfa: false }) }).verdict.severity,
    ).toBe('high');
  });

  test('R37: a group that nothing public leads to is milder, and told when that was looked at', () => {
    const attached = { kinds: ['ec2' as const], count: 1, exposed: false, beside: [], otherTime: now - 1000 };
    const parts = [{ ...matterOf({ added: [open] }).parts[0]!, group: groupWith({ attached }) }];
    const { verdict } = by({ a: { when: { exposed: [false] }, by: -1 } }, 'high', { parts });
    expect([verdict.severity, verdict.facts.of]).toEqual(['medium', ['attachments']]);
    const partly = [{ ...parts[0]!, group: groupWith({ attached: { ...attached, partly: true } }) }];
    expect(by({ a: { when: { exposed: [false] }, by: -1 } }, 'high', { parts: partly }).verdict.severity).toBe('high');
  });

  test('R37: a group in a VPC that the Internet cannot reach into is milder, and told when that was looked at', () => {
    const of = (facts: Parameters<typeof groupWith>[0]) => {
      const parts = [{ ...matterOf({ added: [open] }).parts[0]!, group: groupWith(facts) }];
      const { verdict } = by({ a: { when: { exposed: [false] }, by: -1 } }, 'high', { parts });
      return [verdict.ruling, verdict.severity, verdict.facts.of, verdict.facts.asOf !== null];
    };
    expect(of({ isolatedAt: now })).toEqual(['breach', 'medium', [], false]);
    expect(of({ isolatedAt: now - 1000 })).toEqual(['breach', 'medium', ['vpc'], true]);
    const attached = { kinds: ['elb' as const], count: 1, exposed: true, beside: [], otherTime: null };
    expect(of({ isolatedAt: now, attached })).toEqual(['breach', 'high', [], false]);
    expect(of({ isolatedAt: now, attached: { ...attached, exposed: null } })[1]).toBe('medium');
  });

  test('an environment that is only assumed raises, and never lowers', () => {
    const parts = [{ ...matterOf({ added: [open] }).parts[0]!, group: groupWith({ tags: null }) }];
    const prod = { environment: ['prod'] };
    expect(by({ a: { when: prod, by: 1 } }, 'medium', { parts }).verdict.severity).toBe('high');
    expect(by({ a: { when: prod, by: -1 } }, 'medium', { parts }).verdict.severity).toBe('medium');
  });

  test('R19: what broke policy before, was closed and came back in time is worse; never milder', () => {
    const past = (at: number, rules = [open]) => ({
      past: { ...noPast, since: 0, closed: [{ reach: reachOf(rules), at }] },
    });
    const returned = { a: { when: { recurred: { within: 1000 } }, by: 1 } };
    expect(by(returned, 'medium', past(now - 1000)).verdict.severity).toBe('high');
    expect(by(returned, 'medium', past(now - 1001)).verdict.severity).toBe('medium');
    expect(by(returned, 'medium', past(now - 10, [rule('tcp', 22, '10.0.0.0/8')])).verdict.severity).toBe('medium');
    expect(by({ a: { when: { recurred: { within: 1000 } }, by: -1 } }, 'medium', past(now - 10)).verdict.severity).toBe(
      'medium',
    );
    expect(doubtsOf(by(returned))).toEqual(['past raise']);
  });

  test('R15: an actor who never changed this group, or not for long, is unfamiliar', () => {
    const unfamiliar = { a: { when: { unfamiliar: { within: 1000 } }, by: 1 } };
    const severity = (lastByActor: number | null, since: number | null) =>
      by(unfamiliar, 'medium', { past: { ...noPast, lastByActor, since } }).verdict.severity;
    expect([severity(now - 1001, null), severity(now - 1000, null)]).toEqual(['high', 'medium']);
    expect([severity(null, now - 1000), severity(null, now - 999)]).toEqual(['high', 'medium']);
  });

  test('a claimed channel alone lowers nothing, and may raise', () => {
    const console: Parameters<typeof by>[0] = { a: { when: { via: ['console'] }, by: -1 } };
    expect(by(console).verdict.severity).toBe('medium');
    expect(by({ a: { when: { via: ['console'] }, by: 1 } }).verdict.severity).toBe('high');
  });
});

test('a locked check is not lowered by a later file, and may be raised by it', () => {
  const layered = (steps: number, layer: number) => {
    const judging = judgingBy({ checks: { ssh: { when: gained(), locked: true } } });
    const adjust = [{ id: 'a', at: 'team.yaml:3', layer, when: here, by: steps }];
    const { policy, engine } = judging;
    return judge(matterOf({ added: [open] }), { engine, policy: { ...policy, adjust } }).verdict.severity;
  };
  expect([layered(-1, 1), layered(-1, 0), layered(1, 1)]).toEqual(['high', 'medium', 'critical']);
});
