import { describe, expect, test } from 'vitest';
import { seenPlace, seenRule } from '../../../test/builders/looks.ts';
import { gained, judgingBy, type PartialCheck, policyWith } from '../../../test/builders/policy.ts';
import { decideStanding } from '../decide-standing.ts';
import type { Rule } from '../group/rule.ts';
import { boundsOfSeen } from '../reach/seen-bounds.ts';
import { standingAct } from './standing-act.ts';

const now = Date.parse('2026-01-31T09:00:00Z');
const enforced = { ...policyWith().safety, mode: { else: 'enforce' } } as const;

/** What is done about a group with these rules by this check. */
function acts(check: PartialCheck, rules: readonly Rule[], more: Partial<Parameters<typeof standingAct>[1]> = {}) {
  const judging = more.judging ?? judgingBy({ checks: { check }, safety: enforced });
  const known = { self: 'sg-1' };
  const { account, region, group } = seenPlace;
  const about = { ...group, account, region, tags: {}, attached: null };
  const standing = decideStanding(
    {
      ...{ origin: 'observed', kind: 'standing', place: { file: 'live', address: 'sg-1' }, at: now, judgedAt: now },
      ...{ group: about, stands: boundsOfSeen(rules, true, known), before: null, rules, known },
    },
    judging,
  );
  return standingAct(standing, { judging, rules, known, now, because: 'sweep-1', alone: true, ...more });
}

const steps = (decision: ReturnType<typeof acts>) => decision.response?.steps.map((step) => [step.do, step.rules]);

const ssh = gained({ ports: ['tcp/22'] });
const standing = { else: ['revert'] } as const;
const [open, half, otherHalf] = [
  seenRule('sgr-1', 22),
  seenRule('sgr-2', 22, '0.0.0.0/1'),
  seenRule('sgr-3', 22, '128.0.0.0/1'),
];
const whole = gained({ ports: ['tcp/22'], peers: ['any'], covers: true });
const many = gained({ ports: ['tcp/22'], peers: ['any'], moreThan: 256 });
const [few, others] = [seenRule('sgr-4', 22, '192.0.2.0/24'), seenRule('sgr-5', 22, '198.51.100.0/24')];

describe('what is done about what stands', () => {
  test('R85: a rule that breaks a check by itself is closed, the others stay', () => {
    const decision = acts({ when: ssh, standing }, [open, seenRule('sgr-9', 443)]);
    expect(steps(decision)).toEqual([['revert', ['sgr-1']]]);
    expect(decision.rules.map(({ id, op }) => [id, op])).toEqual([['sgr-1', 'add']]);
    expect(decision).toMatchObject({
      ...{ origin: 'observed', records: [], kind: 'net', at: '2026-01-31T09:00:00Z', partition: 'aws' },
      actor: { type: 'Unattributed', principal: null },
      response: { mode: 'enforce' },
      carriers: { check: ['sgr-1'] },
    });
    expect(decision.short).toBe('IPv4 Internet → tcp 22');
  });

  test('of rules that break a check only together none is picked: people are asked', () => {
    expect(steps(acts({ when: many, standing }, [few, others]))).toEqual([['ask', ['sgr-4', 'sgr-5']]]);
    expect(steps(acts({ when: many, standing }, [few, others], { alone: false }))).toEqual([
      ['revert', ['sgr-4', 'sgr-5']],
    ]);
    expect(steps(acts({ when: whole, standing }, [half, otherHalf]))).toEqual([['ask', ['sgr-2', 'sgr-3']]]);
  });

  test('where one rule breaks a check by itself, people are asked about the rest only if it breaks the check too', () => {
    expect(steps(acts({ when: many, standing }, [open, few]))).toEqual([['revert', ['sgr-1']]]);
    expect(steps(acts({ when: many, standing }, [open, few, others]))).toEqual([
      ['revert', ['sgr-1']],
      ['ask', ['sgr-4', 'sgr-5']],
    ]);
  });

  test('what the policy does not want done is not done, and what stands was not removed', () => {
    expect(acts({ when: ssh }, [open]).response).toBeUndefined();
    expect(steps(acts({ when: ssh, standing: { else: ['ask'] } }, [open]))).toEqual([['ask', ['sgr-1']]]);
    expect(acts({ when: ssh, standing: { else: ['restore'] } }, [open]).response).toBeUndefined();
    expect(steps(acts({ when: ssh, standing: { else: ['ask', 'expire', 'revert'] } }, [open]))).toEqual([
      ['revert', ['sgr-1']],
    ]);
    expect(steps(acts({ when: ssh, standing, severity: { else: 'low' } }, [open], { wish: () => 'expire' }))).toEqual([
      ['expire', ['sgr-1']],
    ]);
  });

  test('a rule of which two checks want different things has one step, the strongest', () => {
    const judging = judgingBy({
      checks: {
        close: { when: ssh, standing },
        inquire: { when: gained({ ports: ['tcp/22', 'tcp/3306'] }), standing: { else: ['ask'] } },
      },
      safety: enforced,
    });
    const both = acts({ when: ssh }, [open, seenRule('sgr-6', 3306)], { judging });
    expect(steps(both)).toEqual([
      ['revert', ['sgr-1']],
      ['ask', ['sgr-6']],
    ]);
  });

  test('a group that breaks nothing has no steps, and two sweeps make two decisions', () => {
    expect(acts({ when: ssh, standing }, [seenRule('sgr-9', 443)]).response).toBeUndefined();
    const [one, other] = ['sweep-1', 'sweep-2'].map((because) => acts({ when: ssh, standing }, [open], { because }));
    expect(one!.id).toMatch(/^std_[a-z2-7]{26}$/);
    expect(one!.id).not.toBe(other!.id);
    expect(acts({ when: ssh, standing }, [open]).id).toBe(one!.id);
  });
});
