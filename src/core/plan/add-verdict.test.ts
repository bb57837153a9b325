import { describe, expect, test } from 'vitest';
import { judgingBy, type PartialPolicy } from '../../../test/builders/policy.ts';
import { decisionOf } from '../../../test/builders/told-decision.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import { reachOf } from '../reach/reach.ts';
import type { Judged, Objection } from '../verdict/matter.ts';
import type { CheckVerdict } from '../verdict/verdict.ts';
import { type Acting, addVerdict } from './add-verdict.ts';
import type { Decision } from './decision.ts';

const open = rule('tcp', 22, '0.0.0.0/0');
const telnet = rule('tcp', 23, '0.0.0.0/0');
const wide = rule('tcp', '22-23', '0.0.0.0/0');

/** What one check came to on one group; the rest is as of a breach by `tcp/22` that is asked to be reverted. */
interface Ruled extends Partial<Pick<CheckVerdict, 'severity' | 'respond' | 'ruling'>> {
  readonly id?: string;
  readonly part?: number | null;
  readonly reach?: readonly Tuple[];
}

function judgedBy(ruled: readonly Ruled[], ...environments: readonly string[]): Judged {
  const full = ruled.map((each) => ({
    ...({ id: 'ssh', severity: 'high', respond: ['revert'], ruling: 'breach', part: 0, reach: [open] } as const),
    ...each,
  }));
  const checks = full.map(({ part, reach, ...check }) => check as unknown as CheckVerdict);
  const objections = full.map(({ id, part, reach, ruling, respond }): Objection => {
    const excused = ruling === 'permitted';
    return { check: id, asked: null, part, reach: reachOf(reach), excused, ruling, over: false, respond };
  });
  const contexts = environments.map((environment, at) => ({ environment, owner: `owner-${at}` }));
  const ruling = checks[0]?.ruling ?? 'clear';
  const verdict = { ruling, severity: checks[0]?.severity ?? 'none', checks } as unknown as Judged['verdict'];
  return { verdict, contexts, objections };
}

const { safety } = judgingBy({}).policy;
const enforced: PartialPolicy = { safety: { ...safety, mode: { dev: 'observe', else: 'enforce' } } };

type Permits = Omit<Tuple, 'peer'> & { readonly peer: Tuple['peer'] | null };

function added(judged: Judged, rules: readonly Permits[] = [], others?: Acting['others'], policy = enforced): Decision {
  const rows = rules.map((tuple, at) => ({ ...tuple, op: 'add' as const, id: `sgr-${at + 1}`, description: null }));
  const groups = judged.contexts.map((_, at) => ({ id: `sg-${at + 1}`, name: null }));
  const ask = () => {
    throw new Error('asked what else stands');
  };
  const acting = { groups, tags: null, guarded: null, others: others ?? ask };
  return addVerdict({ ...decisionOf({ id: 'chg_1' }), rules: rows }, judged, judgingBy(policy), acting);
}

describe('what a policy adds to a decision', () => {
  test('the name of the account and where it belongs, as far as the directory knows it', () => {
    const account = { name: 'shop', ou: 'Workloads/Prod', columns: {} };
    const accounts = new Map([['111122223333', account]]) as unknown as Map<string, never>;
    const policy = { ...enforced, directory: { accounts, people: [] } };
    const clear = judgedBy([], 'prod');
    expect(added(clear, [], undefined, policy).account).toEqual({
      ...{ id: '111122223333', name: 'shop', ou: 'Workloads/Prod' },
    });
    expect(added(clear).account).toEqual({ id: '111122223333', name: null, ou: null });
  });

  test('nothing that does not apply: neither carriers nor a response where no check objects', () => {
    const decision = added(judgedBy([], 'prod'));
    expect(decision).not.toHaveProperty('carriers');
    expect(decision).not.toHaveProperty('response');
  });

  test('the rules that carry it, by check in the order of their ids, each rule once and sorted', () => {
    const ruled = [
      { id: 'telnet', reach: [telnet] },
      { id: 'ssh', reach: [open] },
      { id: 'ssh', reach: [wide] },
    ];
    for (const each of [ruled, ruled.toReversed()]) {
      const { carriers } = added(judgedBy(each, 'prod'), [telnet, wide, open], () => ({ rules: [], known: {} }));
      expect(JSON.stringify(carriers)).toBe('{"ssh":["sgr-1","sgr-2","sgr-3"],"telnet":["sgr-1","sgr-2"]}');
    }
  });

  test('what lists hold is asked only where a rule names one', () => {
    const listed = rule('tcp', 22, 'pl-0123456789abcdef0');
    const holding = (entries: readonly string[]) => () => ({ rules: [], known: { lists: () => entries } });
    const unsure = judgedBy([{ ruling: 'unknown' }], 'prod');
    expect(added(unsure, [open]).carriers).toEqual({ ssh: ['sgr-1'] });
    expect(added(unsure, [open, listed], holding(['0.0.0.0/0'])).carriers).toEqual({ ssh: ['sgr-1', 'sgr-2'] });
    const elsewhere = judgedBy([{ ruling: 'unknown', reach: [rule('tcp', 22, '8.0.0.0/8')] }], 'prod');
    expect(added(elsewhere, [open, listed], holding(['9.0.0.0/8'])).carriers).toEqual({ ssh: ['sgr-1'] });
    expect(added(unsure, [{ ...open, peer: null }]).carriers).toEqual({ ssh: [] });
  });
});

describe('a response', () => {
  const beside =
    (...rules: readonly Tuple[]) =>
    () => ({ rules, known: {} });

  test('is what the policy wants of a breach, with what else stands beside it', () => {
    const judged = judgedBy([{}], 'prod');
    expect(added(judged, [wide], beside()).response).toMatchObject({
      mode: 'enforce',
      steps: [{ do: 'revert', rules: ['sgr-1'], collateral: ['tcp/23 from the whole IPv4 Internet'] }],
    });
    expect(added(judged, [wide], beside(telnet)).response).toMatchObject({ steps: [{ collateral: [] }] });
  });

  test('is absent, and what else stands is not asked, where nothing is wanted or nothing is sure', () => {
    for (const ruled of [{ respond: ['none'] }, { ruling: 'unknown' }, { ruling: 'permitted' }] as const)
      expect(added(judgedBy([ruled], 'prod'), [open])).not.toHaveProperty('response');
    const mixed = judgedBy(
      [
        { id: 'a', respond: ['none'] },
        { id: 'b', ruling: 'unknown' },
      ],
      'prod',
    );
    expect(added(mixed, [open])).not.toHaveProperty('response');
  });

  test('is there where one of several checks wants it, and where one of several wishes is more than none', () => {
    const judged = judgedBy(
      [
        { id: 'a', respond: ['none'] },
        { id: 'b', respond: ['none', 'revert'] },
      ],
      'prod',
    );
    expect(added(judged, [open], beside()).response).toMatchObject({ steps: [{ do: 'revert' }] });
  });

  test('has no steps, and asks nothing, where all groups are only observed', () => {
    const both = [{ part: 0 }, { part: 1 }];
    expect(added(judgedBy(both, 'dev', 'dev'), [open]).response).toEqual({ mode: 'observe', steps: [] });
    const { response } = added(judgedBy(both, 'dev', 'prod'), [wide], beside(telnet));
    expect(response).toMatchObject({ mode: 'enforce', steps: [{ do: 'revert', collateral: [] }] });
    expect(response!.steps).toHaveLength(1);
  });
});

describe('of several groups', () => {
  const filedUnder = (ruled: readonly Ruled[]) => {
    const { environment, owner } = added(judgedBy(ruled, 'test', 'dev'), [], () => ({ rules: [], known: {} })).on;
    return [environment, owner];
  };

  test('a decision is filed under the one that fares worst', () => {
    const [high, low] = [{ id: 'a', severity: 'high' } as const, { id: 'b', severity: 'low' } as const];
    expect(
      filedUnder([
        { ...high, part: 1 },
        { ...low, part: 0 },
      ]),
    ).toEqual(['dev', 'owner-1']);
    expect(
      filedUnder([
        { ...low, part: 0 },
        { ...high, part: 1 },
      ]),
    ).toEqual(['dev', 'owner-1']);
    expect(
      filedUnder([
        { ...high, part: 0 },
        { ...low, part: 1 },
      ]),
    ).toEqual(['test', 'owner-0']);
  });

  test('the first of those that fare alike', () => {
    const alike = [1, 0].map((part) => ({ id: `check-${part}`, part }));
    expect(filedUnder(alike)).toEqual(['dev', 'owner-1']);
  });

  test('what is excused, and what is about no group, does not count', () => {
    const low = { id: 'b', severity: 'low', part: 1 } as const;
    expect(filedUnder([{ ruling: 'permitted', part: 0 }, low])).toEqual(['dev', 'owner-1']);
    expect(filedUnder([{ part: null }, low])).toEqual(['dev', 'owner-1']);
    expect(filedUnder([{ part: null }])).toEqual(['test', 'owner-0']);
  });

  test('the first where no check objects, and none where there is no group', () => {
    expect(filedUnder([])).toEqual(['test', 'owner-0']);
    expect(added(judgedBy([])).on).toMatchObject({ environment: null, owner: null });
  });
});
