import { describe, expect, test } from 'vitest';
import { type Act, matterOf, tagChange } from '../../../test/builders/matter.ts';
import { gained, judgingBy, lost, type PartialPolicy, tagsQuestion } from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import type { Mode } from '../policy/scale.ts';
import { reachOf } from '../reach/reach.ts';
import { judge } from '../verdict/judge.ts';
import type { Matter } from '../verdict/matter.ts';
import type { RuleRow } from './decision.ts';
import { type Responding, respond } from './respond.ts';

const row = (tuple: Tuple, op: RuleRow['op'], id: string | null = null): RuleRow => ({
  ...tuple,
  op,
  id,
  description: null,
});
const open = rule('tcp', 22, '0.0.0.0/0');
const https = rule('tcp', 443, '0.0.0.0/0');
const ssh = gained({ ports: ['tcp/22'] });
const reverts = { respond: { else: ['revert'] } } as const;
const { safety } = judgingBy({}).policy;
const inMode = (mode: Mode): PartialPolicy => ({ safety: { ...safety, mode: { else: mode } } });

function answer(matter: Matter, policy: PartialPolicy, told: Partial<Responding> = {}) {
  const judging = judgingBy({ ...inMode('shadow'), ...policy });
  const groups = matter.parts.map(({ group }) => group);
  const plain = { decision: 'chg_1', basis: 'exact', rules: [], others: [], known: {}, guarded: null } as const;
  return respond(judge(matter, judging), { ...plain, safety: judging.policy.safety, groups, ...told });
}

const adding = (rules: readonly Tuple[], act: Act = {}) => matterOf({ added: rules, ...act });
const ruled = (checks: PartialPolicy['checks']): PartialPolicy => ({ checks: checks ?? {} });

describe('a revert', () => {
  test('BM-3 scenario 20: takes just the rules of this change that carry the breach, by id, else in words', () => {
    const matter = adding([open, https], { before: [rule('tcp', 22, '10.0.0.0/8')] });
    const rules = [row(open, 'add', 'sgr-1'), row(https, 'add', 'sgr-2')];
    expect(answer(matter, ruled({ ssh: { when: ssh, ...reverts } }), { rules })).toMatchObject({
      mode: 'shadow',
      steps: [{ do: 'revert', rules: ['sgr-1'], state: 'would', why: null }],
    });
    const unnamed = answer(matter, ruled({ ssh: { when: ssh, ...reverts } }), { rules: [row(open, 'add')] });
    expect(unnamed!.steps[0]!.rules).toEqual(['ingress tcp/22 0.0.0.0/0']);
  });

  test('scenario 23: two checks on one rule are one step, by the stronger response', () => {
    const checks = { ssh: { when: ssh, ...reverts }, any: { when: gained(), respond: { else: ['ask'] } } } as const;
    const rules = [row(open, 'add', 'sgr-1'), row(https, 'add', 'sgr-2')];
    const { steps } = answer(adding([open, https]), ruled(checks), { rules })!;
    expect(steps.map((step) => [step.do, step.rules])).toEqual([
      ['revert', ['sgr-1']],
      ['ask', ['sgr-2']],
    ]);
  });

  test('tells what else would close with the rule, unless another rule permits it', () => {
    const wide = rule('tcp', '21-23', '0.0.0.0/0');
    const rules = [row(wide, 'add', 'sgr-1')];
    const told = (others: readonly Tuple[]) =>
      answer(adding([wide]), ruled({ ssh: { when: ssh, ...reverts } }), { rules, others })!.steps[0]!.collateral;
    const [inside, ports] = told([rule('tcp', 21, '0.0.0.0/0')]).toSorted();
    expect(inside).toMatch(/^tcp\/22 from 17,891,328 private addresses, /);
    expect(ports).toBe('tcp/23 from the whole IPv4 Internet');
    expect(told([rule('tcp', '20-30', '0.0.0.0/0'), rule('tcp', '20-30', '10.0.0.0/8')])).toEqual([]);
  });

  test('what another rule of the same change goes on permitting is no collateral', () => {
    const wide = rule('tcp', '22-23', '8.0.0.0/8');
    const narrow = rule('tcp', 23, '8.0.0.0/8');
    const rules = [row(wide, 'add', 'sgr-1'), row(narrow, 'add', 'sgr-2')];
    const { steps } = answer(adding([wide, narrow]), ruled({ ssh: { when: ssh, ...reverts } }), { rules })!;
    expect(steps).toMatchObject([{ rules: ['sgr-1'], collateral: [] }]);
  });

  test('scenario 1: what completes the Internet goes, the older half is never touched', () => {
    const [lower, upper] = [rule('tcp', 22, '0.0.0.0/1'), rule('tcp', 22, '128.0.0.0/1')];
    const covers = gained({ ports: ['tcp/22'], covers: true });
    const { steps } = answer(adding([upper], { before: [lower] }), ruled({ ssh: { when: covers, ...reverts } }), {
      rules: [row(upper, 'add', 'sgr-2')],
      others: [lower],
    })!;
    expect(steps.map((step) => step.rules)).toEqual([['sgr-2']]);
  });

  test('where no rule of the change carries it, a person is asked', () => {
    const { steps } = answer(adding([open]), ruled({ ssh: { when: ssh, ...reverts } }))!;
    expect(steps).toMatchObject([
      { do: 'ask', rules: [], why: 'no rule of this change carries it, so a person decides' },
    ]);
  });

  test('ids follow from the decision and what is done, so that a rerun meets itself', () => {
    const step = (decision: string) =>
      answer(adding([open]), ruled({ ssh: { when: ssh, ...reverts } }), {
        decision,
        rules: [row(open, 'add', 'sgr-1')],
      })!.steps[0]!.id;
    expect(step('chg_1')).toMatch(/^act_[a-z2-7]{26}$/);
    expect(new Set(['chg_1', 'chg_1', 'chg_2'].map(step)).size).toBe(2);
  });
});

describe('a restore', () => {
  const restores = { protected: { when: lost(), respond: { else: ['restore'] } } } as const;
  const removing = matterOf({ before: [https, open], removed: [https] }, { kinds: ['rules-removed'] });

  test('R92: brings back just the rules that carried what was lost', () => {
    const rules = [row(https, 'remove', 'sgr-2')];
    expect(answer(removing, ruled(restores), { rules })!.steps).toMatchObject([
      { do: 'restore', rules: ['sgr-2'], collateral: [] },
    ]);
  });

  test('scenario 25: a rewritten rule is put back once, though its gain and its loss both object', () => {
    const office = rule('tcp', 22, '10.0.0.0/8');
    const matter = matterOf(
      { before: [office], removed: [office], added: [rule('tcp', 22, '11.0.0.0/8')] },
      { kinds: ['rules-modified'] },
    );
    const rules = [row(office, 'before', 'sgr-1'), row(rule('tcp', 22, '11.0.0.0/8'), 'after', 'sgr-1')];
    const { steps } = answer(matter, ruled({ ssh: { when: ssh, ...reverts }, ...restores }), { rules })!;
    expect(steps.map((step) => [step.do, step.rules])).toEqual([['revert', ['sgr-1']]]);
  });

  test('BM-14: a baseline whose response is revert restores nothing', () => {
    const groups = [{ id: 'sg-1', name: null, vpc: null, account: null, rules: [], reach: reachOf([https]) }];
    const rules = [row(https, 'remove', 'sgr-2')];
    const by = (respond: 'revert' | 'restore') =>
      answer(removing, { baselines: { edge: { groups, respond: { else: [respond] } } } }, { rules });
    expect(by('revert')).toBeUndefined();
    expect(by('restore')!.steps).toMatchObject([{ do: 'restore', rules: ['sgr-2'] }]);
  });

  test('tags that lowered protection are put back', () => {
    const [before, after] = [
      { env: 'prod', a: '1' },
      { env: 'dev', a: '1', b: '2' },
    ];
    const checks = {
      guard: { when: tagsQuestion(), respond: { else: ['restore'] } },
      ssh: { when: ssh, where: { environment: ['prod'] } },
    } as const;
    const { steps } = answer(tagChange(before, after), ruled(checks), { tags: { before, after } })!;
    expect(steps).toMatchObject([{ do: 'restore', rules: ['no tag b', 'tag env=prod'] }]);
  });
});

describe('nothing is done', () => {
  const rules = [row(open, 'add', 'sgr-1')];
  const checks = { ssh: { when: ssh, ...reverts } };

  test('where nothing is wanted, excused, over, unsure or failed', () => {
    expect(answer(adding([open]), ruled({ ssh: { when: ssh } }), { rules })).toBeUndefined();
    expect(
      answer(adding([open]), ruled({ ssh: { ...checks.ssh, unless: [{ region: ['*'] }] } }), { rules }),
    ).toBeUndefined();
    expect(answer(matterOf({ passing: reachOf([open]) }), ruled(checks), { rules })).toBeUndefined();
    expect(
      answer(
        adding([open], { group: { attached: null } }),
        ruled({ ssh: { ...checks.ssh, where: { attached: ['rds'] } } }),
        { rules },
      ),
    ).toBeUndefined();
    expect(answer({ ...adding([open]), result: 'failed' }, ruled(checks), { rules })).toBeUndefined();
  });

  test('where the environment is only observed there are no steps; shadow and enforce say what would be', () => {
    const by = (mode: Mode) => answer(adding([open]), { checks, ...inMode(mode) }, { rules });
    expect(by('observe')).toEqual({ mode: 'observe', steps: [] });
    expect(by('enforce')).toMatchObject({ mode: 'enforce', steps: [{ state: 'would' }] });
  });

  test('to groups that are never touched: refused, with the reason', () => {
    const never = {
      safety: { ...safety, mode: { else: 'enforce' }, neverTouch: { ...safety.neverTouch, groups: ['sg-1'] } },
    } as const;
    expect(answer(adding([open]), { checks, ...never }, { rules })!.steps).toMatchObject([
      { state: 'refused', why: 'the policy says never to touch sg-1' },
    ]);
    const guarded = 'tag portcullis=off was set by breakglass';
    expect(answer(adding([open]), { checks }, { rules, guarded })!.steps).toMatchObject([
      { state: 'refused', why: guarded },
    ]);
  });

  test('on an unknown basis before the group was read', () => {
    expect(answer(adding([open]), { checks }, { rules, basis: 'unknown' })!.steps).toMatchObject([
      { state: 'would', why: 'reads the group first' },
    ]);
  });
});
