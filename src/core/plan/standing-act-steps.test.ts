import { describe, expect, test } from 'vitest';
import { seenRule } from '../../../test/builders/looks.ts';
import {
  boxAsked,
  gained,
  judgingBy,
  type PartialCheck,
  type PartialPolicy,
  policyWith,
} from '../../../test/builders/policy.ts';
import { decideStanding } from '../decide-standing.ts';
import type { Rule } from '../group/rule.ts';
import type { Severity } from '../policy/scale.ts';
import { boundsOfSeen } from '../reach/seen-bounds.ts';
import { standingAct } from './standing-act.ts';

const now = Date.parse('2026-01-31T09:00:00Z');
const place = { id: 'sg-1', name: 'web', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' } as const;
type Place = { readonly [K in keyof typeof place]: string | null };
const { safety } = policyWith();

/** What is done about a group with these rules by these checks, one finding after the other closed by itself. */
function acts(
  checks: Readonly<Record<string, PartialCheck>>,
  rules: readonly Rule[],
  more: Partial<Parameters<typeof standingAct>[1]> & {
    readonly at?: Partial<Place>;
    readonly env?: string;
    readonly exceptions?: NonNullable<PartialPolicy['exceptions']>;
  } = {},
) {
  const { at = {}, env = 'prod', exceptions = {}, ...acting } = more;
  const mode = { prod: 'enforce', else: 'shadow' } as const;
  const judging = judgingBy({ checks, exceptions, safety: { ...safety, mode } });
  const known = { self: 'sg-1' };
  const group = { ...place, ...at, tags: { env }, attached: null };
  const standing = decideStanding(
    {
      ...{ origin: 'observed', kind: 'standing', place: { file: 'live', address: 'sg-1' }, at: now, judgedAt: now },
      ...{ group, stands: boundsOfSeen(rules, true, known), before: null, rules, known },
    },
    judging,
  );
  return standingAct(standing, { judging, rules, known, now, because: 'sweep-1', alone: true, ...acting });
}

const steps = (decision: ReturnType<typeof acts>) => decision.response?.steps.map((step) => [step.do, step.rules]);
const on = (port: number, respond: PartialCheck['standing'] = { else: ['revert'] }): PartialCheck => ({
  when: gained({ ports: [`tcp/${port}`] }),
  standing: respond,
});
const [ssh, rdp] = [seenRule('sgr-1', 22), seenRule('sgr-2', 3389)];

describe('a decision about what stands', () => {
  test('is told in full, by nobody', () => {
    const decision = acts({ ssh: on(22) }, [ssh]);
    expect(decision).toMatchObject({
      ...{ late: false, records: [], effects: [], region: 'eu-west-1', partition: 'aws' },
      account: { id: '111122223333' },
      call: { service: 'ec2', name: 'what stands', result: 'applied', error: null },
      actor: { via: { value: 'unknown', basis: 'claimed' }, sourceIp: null, mfa: null },
    });
    const [step] = decision.response!.steps;
    expect(step).toEqual({
      ...{ id: step!.id, do: 'revert', rules: ['sgr-1'], collateral: [], state: 'would', why: null },
      ...{ approvedBy: [], verifiedAt: null },
    });
  });

  test('says what its rules open, by the name of the group, else by its id', () => {
    const said = (at: Partial<Place>, ...rules: readonly Rule[]) => acts({ ssh: on(22), rdp: on(3389) }, rules, { at });
    expect(said({}, ssh)).toMatchObject({ say: expect.stringMatching(/ on web$/), short: 'IPv4 Internet → tcp 22' });
    expect(said({ name: null }, ssh).say).toMatch(/ on sg-1$/);
    expect(said({ name: null, id: null }, ssh).say).not.toContain(' on ');
    expect(said({}, ssh, seenRule('sgr-3', 3389, '8.0.0.0/8')).say).toMatch(/; and 1 more$/);
  });

  test('says nothing of what no check objects to, and all that stands where no rule carries it', () => {
    const web = seenRule('sgr-9', 443);
    expect(acts({ ssh: on(22) }, [web, ssh]).say).toBe('the whole IPv4 Internet can reach tcp 22 (ssh) on web');
    const owned = { when: { kind: 'tags', effect: [], missing: ['owner'] } } as const;
    expect(acts({ owned }, [web])).toMatchObject({
      say: expect.stringContaining('tcp 443 (https)'),
      short: expect.stringContaining('tcp 443'),
    });
  });

  test('of a group of which nobody tells account and region leaves both empty', () => {
    expect(acts({ ssh: on(22) }, [ssh], { at: { account: null, region: null } })).toMatchObject({
      ...{ region: '', account: { id: '' } },
    });
  });
});

describe('the steps', () => {
  test('are those of the environment of the group, in its mode', () => {
    const checks = { ssh: on(22, { prod: ['revert'], else: ['ask'] }) };
    expect(acts(checks, [ssh]).response).toMatchObject({ mode: 'enforce', steps: [{ do: 'revert' }] });
    expect(acts(checks, [ssh], { env: 'dev' }).response).toMatchObject({ mode: 'shadow', steps: [{ do: 'ask' }] });
  });

  test('are by check, the strongest first, and their rules sorted', () => {
    const checks = { a: on(22, { else: ['expire'] }), b: on(3389, { else: ['revert'] }), c: on(80, { else: ['ask'] }) };
    const rules = [seenRule('sgr-5', 22), ssh, rdp, seenRule('sgr-4', 80)];
    const decision = acts(checks, rules);
    expect(steps(decision)).toEqual([
      ['revert', ['sgr-2']],
      ['expire', ['sgr-1', 'sgr-5']],
      ['ask', ['sgr-4']],
    ]);
    expect(decision.carriers).toEqual({ a: ['sgr-1', 'sgr-5'], b: ['sgr-2'], c: ['sgr-4'] });
    expect(new Set(decision.response!.steps.map(({ id }) => id)).size).toBe(3);
    expect(decision.response!.steps.map(({ why }) => why === null)).toEqual([true, true, false]);
  });

  test('the strongest of what a check wants, in whatever order it is written', () => {
    expect(steps(acts({ ssh: on(22, { else: ['revert', 'expire', 'ask'] }) }, [ssh]))).toEqual([['revert', ['sgr-1']]]);
  });

  test('what only may break a check is left alone, and what breaks another check is judged by its own', () => {
    const unsure = { ...on(22), where: { attached: ['rds'] } } as const;
    expect(acts({ ssh: unsure }, [ssh]).response).toBeUndefined();
    const many = { when: gained({ ports: ['tcp/22'], moreThan: 2 ** 31 }), standing: { else: ['revert'] } } as const;
    const small = seenRule('sgr-6', 22, '8.0.0.0/8');
    expect(steps(acts({ any: on(22, { else: ['none'] }), many }, [ssh, small]))).toEqual([['revert', ['sgr-1']]]);
  });

  test('a rule that one check closes is not asked about for another', () => {
    const together = { when: gained({ ports: ['tcp/22'], covers: true }), standing: { else: ['revert'] } } as const;
    const halves = [seenRule('sgr-7', 22, '0.0.0.0/1'), seenRule('sgr-8', 22, '128.0.0.0/1')];
    const wide = { when: gained({ ports: ['tcp/22'] }), standing: { else: ['revert'] } } as const;
    expect(steps(acts({ together }, halves))).toEqual([['ask', ['sgr-7', 'sgr-8']]]);
    expect(steps(acts({ together, wide }, halves))).toEqual([['revert', ['sgr-7', 'sgr-8']]]);
  });

  test('a rule that an exception permits by itself is not closed beside one that breaks the check', () => {
    const small = seenRule('sgr-6', 22, '8.0.0.0/8');
    const box = boxAsked({ peers: ['8.0.0.0/8'], ports: ['tcp/22'] });
    const exceptions = { agreed: { check: 'ssh', group: 'sg-1', box, until: now + 86_400_000 } };
    expect(steps(acts({ ssh: on(22) }, [ssh, small]))).toEqual([['revert', ['sgr-1', 'sgr-6']]]);
    expect(steps(acts({ ssh: on(22) }, [ssh, small], { exceptions }))).toEqual([['revert', ['sgr-1']]]);
  });

  test('rules of which nobody is sure that they still stand are asked about, never closed', () => {
    const together = { when: gained({ ports: ['tcp/22'], covers: true }), standing: { else: ['revert'] } } as const;
    const halves = [seenRule('sgr-7', 22, '0.0.0.0/1'), seenRule('sgr-8', 22, '128.0.0.0/1')];
    expect(steps(acts({ together }, halves, { rules: halves.slice(0, 1) }))).toEqual([['ask', ['sgr-7', 'sgr-8']]]);
  });

  test('a missing tag is carried by no rule: nothing can be closed', () => {
    const owned = { when: { kind: 'tags', effect: [], missing: ['owner'] }, standing: { else: ['revert'] } } as const;
    expect(acts({ owned }, [ssh])).toMatchObject({ carriers: { owned: [] }, rules: [] });
    expect(acts({ owned }, [ssh]).response).toBeUndefined();
  });

  test('by a check of which the policy says nothing, as that of a baseline, nothing is wanted', () => {
    const severity: Severity = 'high';
    const judging = judgingBy({ checks: { ssh: { ...on(22), severity: { else: severity } } } });
    const decision = acts({ ssh: on(22) }, [ssh], {
      judging: { ...judging, policy: { ...judging.policy, checks: [] } },
    });
    expect(decision.response).toBeUndefined();
  });
});
