import { expect, test } from 'vitest';
import { gained, judgingBy, lost, type PartialPolicy } from '../../test/builders/policy.ts';
import { findMisfits } from '../../test/end-to-end/json-schema.ts';
import { decideStanding, type Standing } from './decide-standing.ts';
import type { GroupFacts } from './facts/facts.ts';
import type { SeenRule } from './group/rule.ts';
import { standingSchema } from './plan/standing-schema.ts';
import { boundsOfSeen } from './reach/seen-bounds.ts';

const rule = (ports: number | null, value: string | null, more: Partial<SeenRule> = {}): SeenRule => ({
  ...{
    id: null,
    direction: 'ingress',
    protocol: 'tcp',
    ports: ports === null ? null : [ports, ports],
    description: null,
  },
  peer: value === null ? null : { kind: 'ipv4', value },
  ...more,
});

const web: GroupFacts = {
  ...{ id: 'sg-1', name: 'web', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' },
  ...{ tags: { env: 'prod' }, attached: null },
};

function decide(policy: PartialPolicy, rules: readonly SeenRule[], more: Partial<Standing> = {}, complete = true) {
  const standing: Standing = {
    ...{ origin: 'file', kind: 'declared', place: { file: 'plan.json', address: 'aws_security_group.web' } },
    ...{ at: null, judgedAt: Date.UTC(2026, 0, 31), group: web, before: null, known: {} },
    ...{ rules, stands: boundsOfSeen(rules, complete) },
    ...more,
  };
  const decision = decideStanding(standing, judgingBy(policy));
  expect(findMisfits(standingSchema, decision)).toEqual([]);
  return decision;
}

const ssh = { when: gained({ ports: ['tcp/22'] }) };

test('R29: R85: what stands is judged by the same checks as changes, and its carriers are named', () => {
  const decision = decide({ checks: { ssh } }, [
    rule(22, '0.0.0.0/0', { id: 'sgr-1' }),
    rule(22, '10.0.0.0/8'),
    rule(443, '0.0.0.0/0'),
  ]);
  expect(decision).toMatchObject({
    verdict: { ruling: 'breach', severity: 'high', checks: [{ id: 'ssh' }] },
    carriers: { ssh: ['sgr-1'] },
    basis: 'exact',
    say: expect.stringContaining('can reach tcp 22'),
  });
  expect(decision).not.toHaveProperty('byPlan');
  expect(decide({ checks: { ssh } }, [rule(443, '0.0.0.0/0')]).verdict.ruling).toBe('clear');
});

test('a plan is asked what it changes as well, and which checks object to that is told', () => {
  const [open, inner] = [rule(22, '0.0.0.0/0'), rule(443, '10.0.0.0/8')];
  const policy = { checks: { ssh, kept: { when: lost({ ports: ['tcp/443'] }) } } };
  const before = (...rules: readonly SeenRule[]) => boundsOfSeen(rules, true);
  const opens = decide(policy, [open], { before: before(inner), rules: [open, inner] });
  expect(opens).toMatchObject({ byPlan: ['kept', 'ssh'], carriers: { kept: ['ingress tcp/443 10.0.0.0/8'] } });
  expect(opens.effects[0]).toMatchObject({ gained: [{ services: ['tcp/22'] }], lost: [{ services: ['tcp/443'] }] });
  const old = decide(policy, [open], { before: before(open) });
  expect(old).toMatchObject({ byPlan: [], effects: [], short: 'no effect', verdict: { ruling: 'breach' } });
  const made = decide({ checks: { made: { when: gained({ change: ['group-created'] }) } } }, [open], {
    ...{ before: before(), plan: 'made' },
  });
  expect(made).toMatchObject({ byPlan: ['made'], verdict: { ruling: 'breach' } });
});

test('a member of a rule that nobody tells may be anything, and never makes it milder', () => {
  const perhaps = decide({ checks: { ssh } }, [rule(22, null)]);
  expect(perhaps.verdict.ruling).not.toBe('clear');
  expect(perhaps).toMatchObject({ basis: 'bounds', carriers: { ssh: ['ingress tcp/22 ?'] } });
  expect(decide({ checks: { ssh } }, [rule(null, '0.0.0.0/0', { protocol: null })]).verdict.ruling).not.toBe('clear');
  expect(decide({ checks: { ssh } }, [rule(null, '0.0.0.0/0')]).verdict.ruling).not.toBe('clear');
  expect(decide({ checks: { ssh } }, [], {}, false)).toMatchObject({ basis: 'unknown', stands: [] });
});

test('the id of what stands is that of its group, whatever file tells of it', () => {
  const one = decide({}, []);
  expect(decide({}, [rule(22, '10.0.0.0/8')], { place: { file: 'other.json', address: 'x' } }).id).toBe(one.id);
  const unnamed = { group: { ...web, id: null } };
  expect(decide({}, [], unnamed).id).not.toBe(one.id);
  expect(decide({}, [], { ...unnamed, place: { file: 'other.json', address: 'x' } }).id).not.toBe(
    decide({}, [], unnamed).id,
  );
});

test('R33: environment and owner of what stands are those of the policy', () => {
  expect(decide({}, []).on).toMatchObject({ environment: 'prod', owner: 'unowned' });
});
