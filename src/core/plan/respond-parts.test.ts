import { describe, expect, test } from 'vitest';
import { type Act, matterOf, tagChange } from '../../../test/builders/matter.ts';
import {
  attempts,
  gained,
  judgingBy,
  lost,
  type PartialCheck,
  type PartialPolicy,
  tagsQuestion,
} from '../../../test/builders/policy.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Tuple } from '../group/rule.ts';
import type { Respond } from '../policy/scale.ts';
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
const { safety } = judgingBy({}).policy;

function answer(matter: Matter, policy: PartialPolicy, told: Partial<Responding> = {}) {
  const judging = judgingBy({ safety: { ...safety, mode: { else: 'shadow' } }, ...policy });
  const groups = matter.parts.map(({ group }) => group);
  const plain = { decision: 'chg_1', basis: 'exact', rules: [], others: [], known: {}, guarded: null } as const;
  return respond(judge(matter, judging), { ...plain, safety: judging.policy.safety, groups, ...told });
}

const adding = (rules: readonly Tuple[], act: Act = {}) => matterOf({ added: rules, ...act });
const wanting = (when: PartialCheck['when'], ...wishes: readonly Respond[]): PartialCheck => ({
  when,
  respond: { else: wishes },
});
const ssh = (...wishes: readonly Respond[]) => wanting(gained({ ports: ['tcp/22'], peers: ['any'] }), ...wishes);

describe('several groups in one act', () => {
  const in2 = (first: string, second: string) =>
    matterOf([
      { added: [open], group: { id: 'sg-1', name: 'web', tags: { env: first } } },
      { added: [open], group: { id: 'sg-2', name: 'web', tags: { env: second } } },
    ]);
  const mode = { prod: 'enforce', test: 'shadow', else: 'observe' } as const;
  const policy = { checks: { ssh: ssh('revert') }, safety: { ...safety, mode } };

  test('R103: each is answered by the mode of its own environment, and the strictest is told', () => {
    const rules = [row(open, 'add', 'sgr-1')];
    expect(answer(in2('dev', 'prod'), policy, { rules })).toMatchObject({ mode: 'enforce', steps: [{ do: 'revert' }] });
    expect(answer(in2('test', 'dev'), policy, { rules })).toMatchObject({ mode: 'shadow', steps: [{ do: 'revert' }] });
    expect(answer(in2('dev', 'dev'), policy, { rules })).toEqual({ mode: 'observe', steps: [] });
  });

  test('each has steps of its own, though both are named alike', () => {
    const ids = answer(in2('prod', 'prod'), policy, { rules: [row(open, 'add', 'sgr-1')] })!.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  test('groups of which only the names are known have steps of their own', () => {
    const groups = ['web', 'db'].map((name) => ({ id: null, name }));
    const { steps } = answer(in2('prod', 'prod'), policy, { groups })!;
    expect(new Set(steps.map(({ id }) => id)).size).toBe(2);
  });
});

describe('which response is picked', () => {
  const rules = [row(open, 'add', 'sgr-1')];

  test('of several that fit the strongest, in whatever order they are written', () => {
    for (const wishes of [
      ['ask', 'revert'],
      ['revert', 'ask'],
      ['revert', 'expire'],
      ['restore', 'revert'],
    ] as const)
      expect(answer(adding([open]), { checks: { ssh: ssh(...wishes) } }, { rules })!.steps).toMatchObject([
        { do: 'revert' },
      ]);
    expect(answer(adding([open]), { checks: { ssh: ssh('ask', 'expire') } }, { rules })!.steps).toMatchObject([
      { do: 'expire', rules: ['sgr-1'], why: null },
    ]);
  });

  test('what was gained is never restored, and what was lost is never reverted', () => {
    expect(answer(adding([open]), { checks: { ssh: ssh('restore') } }, { rules })).toBeUndefined();
    const removing = matterOf({ before: [open], removed: [open] }, { kinds: ['rules-removed'] });
    const went = { rules: [row(open, 'remove', 'sgr-1')] };
    expect(answer(removing, { checks: { ssh: wanting(lost(), 'revert', 'expire') } }, went)).toBeUndefined();
  });

  test('a loss that a person is asked about names the rules that went, not those that came', () => {
    const matter = matterOf({ before: [https], removed: [https], added: [open] }, { kinds: ['rules-modified'] });
    const told = { rules: [row(https, 'remove', 'sgr-1'), row(open, 'add', 'sgr-2')] };
    expect(answer(matter, { checks: { kept: wanting(lost(), 'ask') } }, told)!.steps).toMatchObject([
      { do: 'ask', rules: ['sgr-1'] },
    ]);
  });

  test('one rule under two checks gets the stronger response, whichever check comes first', () => {
    for (const [first, second] of [
      ['revert', 'ask'],
      ['ask', 'revert'],
    ] as const) {
      const checks = { a: ssh(first), b: wanting(gained(), second) };
      expect(answer(adding([open]), { checks }, { rules })!.steps).toMatchObject([{ do: 'revert', rules: ['sgr-1'] }]);
    }
  });

  test('refused calls are no rules that could be closed: there are no steps', () => {
    const now = Date.UTC(2026, 0, 31, 9, 14, 7);
    const past = { ...matterOf([]).past, attempts: [now, now] };
    const refused = matterOf([], { result: 'failed', past });
    expect(answer(refused, { checks: { probing: wanting(attempts(1, 60), 'ask') } })).toEqual({
      mode: 'shadow',
      steps: [],
    });
    const onGroup = { ...refused, parts: adding([open]).parts };
    expect(answer(onGroup, { checks: { probing: wanting(attempts(1, 60), 'ask') } })!.steps).toEqual([]);
  });
});

describe('the steps', () => {
  test('all that one step says', () => {
    const step = answer(adding([open]), { checks: { ssh: ssh('revert') } }, { rules: [row(open, 'add', 'sgr-1')] })!
      .steps[0]!;
    expect(step).toEqual({
      ...{ id: step.id, do: 'revert', rules: ['sgr-1'], collateral: [], state: 'would', why: null },
      ...{ approvedBy: [], verifiedAt: null },
    });
  });

  test('all rules with the same response are one step, in the order of the change', () => {
    const checks = { a: wanting(gained({ ports: ['tcp/443'] }), 'revert'), b: ssh('revert') };
    const rules = [row(open, 'add', 'sgr-2'), row(https, 'add', 'sgr-1')];
    expect(answer(adding([open, https]), { checks }, { rules })!.steps.map((each) => each.rules)).toEqual([
      ['sgr-2', 'sgr-1'],
    ]);
  });

  test('the strongest come first, then those whose rules come first by name', () => {
    const rules = [row(open, 'add', 'sgr-9'), row(https, 'add', 'sgr-1')];
    const mixed = { a: ssh('revert'), b: wanting(gained({ ports: ['tcp/443'] }), 'ask') };
    expect(answer(adding([open, https]), { checks: mixed }, { rules })!.steps.map((each) => each.rules)).toEqual([
      ['sgr-9'],
      ['sgr-1'],
    ]);
    const untold = { a: ssh('ask'), b: wanting(gained({ ports: ['tcp/443'] }), 'ask') };
    expect(
      answer(adding([open, https]), { checks: untold }, { rules: [rules[1]!] })!.steps.map((each) => each.rules),
    ).toEqual([[], ['sgr-1']]);
  });

  test('tags and a rule that are both put back are two steps', () => {
    const [before, after] = [{ env: 'prod' }, { env: 'dev' }];
    const matter = {
      ...matterOf({ before: [https], removed: [https], group: { tags: before } }),
      ...{ kinds: ['tags-changed', 'rules-removed'] as const, tags: { before, after } },
    };
    const checks = {
      a: wanting(tagsQuestion(), 'restore'),
      b: wanting(lost(), 'restore'),
      ssh: { ...ssh('revert'), where: { environment: ['prod'] } },
    };
    const told = { tags: { before, after }, rules: [row(https, 'remove', 'sgr-1')] };
    expect(answer(matter, { checks }, told)!.steps.map((each) => [each.do, each.rules])).toEqual([
      ['restore', ['sgr-1']],
      ['restore', ['tag env=prod']],
    ]);
  });

  test('a rule that came along with tags is closed as the rule that it is', () => {
    const [before, after] = [{ env: 'prod' }, { env: 'prod', team: 'web' }];
    const told = { tags: { before, after }, rules: [row(open, 'add', 'sgr-1')] };
    const matter = { ...adding([open]), kinds: ['tags-changed', 'rules-added'] as const, tags: { before, after } };
    expect(answer(matter, { checks: { ssh: ssh('revert') } }, told)!.steps).toMatchObject([
      { do: 'revert', rules: ['sgr-1'] },
    ]);
    expect(answer(matter, { checks: { ssh: ssh('revert') } }, { tags: told.tags })!.steps).toMatchObject([
      { do: 'ask', rules: [] },
    ]);
  });

  test('a tag that a new group lacks cannot be put back: a person is asked', () => {
    const made = matterOf({}, { kinds: ['group-created'] });
    const checks = { owned: wanting(tagsQuestion({ effect: [], missing: ['owner'] }), 'restore') };
    expect(answer(made, { checks })!.steps).toMatchObject([
      { do: 'ask', rules: [], why: 'no rule of this change carries it, so a person decides' },
    ]);
  });

  test('only the tags that changed are put back', () => {
    const [before, after] = [
      { env: 'prod', team: 'web' },
      { env: 'dev', team: 'web' },
    ];
    const checks = {
      guard: wanting(tagsQuestion(), 'restore'),
      ssh: { ...ssh('none'), where: { environment: ['prod'] } },
    };
    expect(answer(tagChange(before, after), { checks }, { tags: { before, after } })!.steps).toMatchObject([
      { do: 'restore', rules: ['tag env=prod'], why: null },
    ]);
  });

  test('rules without ids are put back besides one that is reverted', () => {
    const matter = matterOf({ before: [https], removed: [https], added: [open] }, { kinds: ['rules-modified'] });
    const rules = [row(https, 'remove'), row(open, 'add')];
    const checks = { a: ssh('revert'), b: wanting(lost(), 'restore') };
    expect(answer(matter, { checks }, { rules })!.steps.map((each) => [each.do, each.rules])).toEqual([
      ['restore', ['ingress tcp/443 0.0.0.0/0']],
      ['revert', ['ingress tcp/22 0.0.0.0/0']],
    ]);
  });
});

describe('what else would close with a rule', () => {
  const wide = rule('tcp', '22-23', '0.0.0.0/0');
  const telnet = rule('tcp', 23, '0.0.0.0/0');
  const collateral = (
    rules: readonly RuleRow[],
    checks: PartialPolicy['checks'] = { ssh: ssh('revert') },
    matter = adding([wide]),
  ) => answer(matter, { checks: checks! }, { rules })!.steps[0]!.collateral;

  test('is told of a revert and of an expiry, not where a person is only asked', () => {
    const rules = [row(wide, 'add', 'sgr-1')];
    expect(collateral(rules)).toEqual(['tcp/23 from the whole IPv4 Internet']);
    expect(collateral(rules, { ssh: ssh('expire') })).toEqual(['tcp/23 from the whole IPv4 Internet']);
    expect(collateral(rules, { ssh: ssh('ask') })).toEqual([]);
    const removing = matterOf({ before: [wide], removed: [wide] }, { kinds: ['rules-removed'] });
    const kept = { kept: wanting(lost({ ports: ['tcp/22'] }), 'restore') };
    expect(collateral([row(wide, 'remove', 'sgr-1')], kept, removing)).toEqual([]);
  });

  test('is nothing that another check objects to', () => {
    const both = { a: ssh('revert'), b: wanting(gained({ ports: ['tcp/23'], peers: ['any'] }), 'revert') };
    const inside = rule('tcp', '22-23', '198.51.100.0/24');
    expect(collateral([row(inside, 'add', 'sgr-1')], both, adding([inside]))).toEqual([]);
    const turned = { a: wanting(gained({ ports: ['tcp/23'], peers: ['any'] }), 'revert'), b: ssh('revert') };
    expect(collateral([row(inside, 'add', 'sgr-1')], turned, adding([inside]))).toEqual([]);
  });

  test('counts what a rule permits that was rewritten in the same change, and not what it permitted before', () => {
    const stays = row(telnet, 'after', 'sgr-2');
    const went = row(telnet, 'before', 'sgr-2');
    expect(collateral([row(wide, 'after', 'sgr-1'), stays])).toEqual([]);
    expect(collateral([row(wide, 'after', 'sgr-1'), went])).toEqual(['tcp/23 from the whole IPv4 Internet']);
    expect(collateral([row(wide, 'add', 'sgr-1'), row(telnet, 'remove', 'sgr-2')])).not.toEqual([]);
  });

  test('of a way out is told as to whom', () => {
    const out = rule('tcp', '22-23', '0.0.0.0/0', 'egress');
    const checks = { ssh: wanting(gained({ ports: ['tcp/22'], peers: ['any'], direction: ['egress'] }), 'revert') };
    expect(collateral([row(out, 'add', 'sgr-1')], checks, adding([out]))).toEqual([
      'tcp/23 to the whole IPv4 Internet',
    ]);
  });
});

describe('what keeps a step back', () => {
  const rules = [row(open, 'add', 'sgr-1')];

  test('R98: on an unknown basis whatever writes reads first, and a question to a person does not', () => {
    const why = (wish: Respond) =>
      answer(adding([open]), { checks: { ssh: ssh(wish) } }, { rules, basis: 'unknown' })!.steps[0]!.why;
    expect([why('revert'), why('expire'), why('ask')]).toEqual([
      'reads the group first',
      'reads the group first',
      null,
    ]);
    const removing = matterOf({ before: [https], removed: [https] }, { kinds: ['rules-removed'] });
    const told = { rules: [row(https, 'remove', 'sgr-1')], basis: 'unknown' } as const;
    expect(answer(removing, { checks: { kept: wanting(lost(), 'restore') } }, told)!.steps[0]!.why).toBe(
      'reads the group first',
    );
  });

  test('a group that is never touched may be named by either id or name; what has no name fits no pattern', () => {
    const never = (pattern: string, group: { readonly id: string | null; readonly name: string | null }) => {
      const neverTouch = { ...safety.neverTouch, groups: [pattern] };
      const policy = {
        checks: { ssh: ssh('revert') },
        safety: { ...safety, mode: { else: 'shadow' }, neverTouch },
      } as const;
      return answer(adding([open]), policy, { rules, groups: [group] })!.steps[0]!.why;
    };
    expect(never('web*', { id: 'sg-1', name: 'web-1' })).toBe('the policy says never to touch sg-1');
    expect(never('web*', { id: null, name: 'web-1' })).toBe('the policy says never to touch web-1');
    expect(never('n*', { id: 'sg-1', name: null })).toBeNull();
  });
});
