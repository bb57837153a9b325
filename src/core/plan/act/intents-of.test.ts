import { describe, expect, test } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import {
  gained,
  judgingBy,
  lost,
  type PartialPolicy,
  policyWith,
  tagsQuestion,
} from '../../../../test/builders/policy.ts';
import { tell } from '../../../../test/builders/read-records.ts';
import { rule, World } from '../../../../test/builders/world.ts';
import type { Rule } from '../../group/rule.ts';
import type { Mode, Severity } from '../../policy/scale.ts';
import type { Decision, ResponseStep } from '../decision.ts';
import { type DueIntent, type Intending, intentsOf } from './intents-of.ts';

const now = 1_000_000;
const quiet = 60_000;
const policy = policyWith();
const inMode = (mode: Mode) => ({ safety: { ...policy.safety, mode: { else: mode } } });
const ssh = gained({ ports: ['tcp/22'] });
const reverts = { respond: { else: ['revert'] } } as const;

/** The last decision of a world by a policy that enforces. */
async function decided(world: World, checks: PartialPolicy['checks'], mode: Mode = 'enforce', net = false) {
  const judging = judgingBy({ ...inMode(mode), checks: checks ?? {} });
  const { decisions } = await tell(world.records, { judging, net });
  return decisions.at(-1)!;
}

const plan = (decision: Decision, image: readonly Rule[] | null = null, how: Partial<Intending> = {}) =>
  intentsOf(decision, image, { policy, site, quiet, now, ...how });
const aimsOf = (due: readonly DueIntent[]) => due.map(({ intent }) => intent.aims);

/** A world in which SSH was opened to everybody beside HTTPS. */
function opened() {
  const world = new World();
  const web = world.group('web');
  const [own] = web.opens('tcp', 443, '192.0.2.0/24');
  world.wait(600);
  const [bad] = web.opens('tcp', 22, '0.0.0.0/0');
  return { world, web, own: own!, bad: bad! };
}

describe('a rule that was made to say something bad in place of something good', () => {
  test.each([true, false])(
    'R92: comes back though it be gone where a check misses what it said: %s',
    async (isMissed) => {
      const world = new World();
      const web = world.group('web');
      const [own = ''] = web.opens('tcp', 443, '192.0.2.0/24') as unknown as readonly string[];
      world.wait(600);
      web.rewrites(own, 'tcp', 22, '0.0.0.0/0');
      const kept = { when: lost({ ports: ['tcp/443'] }), respond: { else: ['restore'] } } as const;
      const decision = await decided(world, { ssh: { when: ssh, ...reverts }, ...(isMissed ? { kept } : {}) });
      const image = [ruleOf('ingress tcp/443 192.0.2.0/24', own)];
      const [aims = []] = aimsOf(plan(decision, image));
      expect(aims).toMatchObject([{ kind: 'rewrite', id: own, to: image[0] }]);
      expect(aims.map((aim) => 'lost' in aim)).toEqual([isMissed]);
    },
  );
});

describe('what follows from a decision', () => {
  test('R81 R83 R84: one action that closes just the rule that breaks policy, at once', async () => {
    const { world, web, bad } = opened();
    const decision = await decided(world, { ssh: { when: ssh, ...reverts } });
    const [due, ...others] = plan(decision);
    expect(others).toEqual([]);
    expect(due).toEqual({
      ...{ due: now, ask: false, unsure: [], step: decision.response!.steps[0]!.id },
      intent: {
        action: expect.stringMatching(/^act_[a-z2-7]{26}$/),
        ...{ for: decision.id, do: 'revert', site, on: { kind: 'group', id: web.id } },
        aims: [{ kind: 'close', rule: ruleOf('ingress tcp/22 0.0.0.0/0', bad) }],
        ...{ severity: 'high', actor: 'arn:aws:iam::111122223333:user/alice', policy: policy.digest },
      },
    });
  });

  test.each([2014, 2026] as const)(
    'R83 BM-3: of one call with several rules only what breaks policy is meant (records of %i)',
    async (era) => {
      const world = new World();
      world.era = era;
      const web = world.olderGroup('web');
      const [, bad] = web.does('authorize', rule('tcp', 443, '192.0.2.0/24'), rule('tcp', 22, '0.0.0.0/0'));
      const decision = await decided(world, { ssh: { when: ssh, ...reverts } });
      expect(decision.rules).toHaveLength(2);
      const meant = ruleOf('ingress tcp/22 0.0.0.0/0', era === 2014 ? null : bad!);
      expect(aimsOf(plan(decision))).toEqual([[{ kind: 'close', rule: meant }]]);
      const untold = { ...meant, id: null, op: 'add', protocol: null } as const;
      expect(aimsOf(plan({ ...decision, rules: [untold, ...decision.rules] }))).toEqual([
        [{ kind: 'close', rule: meant }],
      ]);
    },
  );

  test('the order in which rules are told makes no other action; a question about both is one about a revert', async () => {
    const { world, own, bad } = opened();
    const decision = await decided(world, { ssh: { when: ssh, respond: { else: ['ask'] } } });
    const stood = ruleOf('ingress tcp/443 192.0.2.0/24', own);
    const rules = [...decision.rules, { ...stood, op: 'remove' as const }];
    const about = (told: Decision['rules'], names: readonly string[], image: readonly Rule[] | null) =>
      plan(
        {
          ...decision,
          rules: told,
          response: { mode: 'enforce', steps: [{ ...decision.response!.steps[0]!, rules: names }] },
        },
        image,
      )[0]!.intent;
    const [one, other] = [about(rules, [own, bad], [stood]), about(rules.toReversed(), [bad, own], [stood])];
    expect(one).toMatchObject({ do: 'revert', aims: [{ kind: 'close' }, { kind: 'open' }] });
    expect(other.action).toBe(one.action);
    const unknown = about([], [own, bad], null).action;
    expect(about([], [bad, own], null).action).toBe(unknown);
    expect(about([], [bad], null).action).not.toBe(unknown);
  });

  test.each(['shadow', 'observe'] as const)('in %s mode nothing does', async (mode) => {
    expect(plan(await decided(opened().world, { ssh: { when: ssh, ...reverts } }, mode))).toEqual([]);
  });

  test('nothing does where nothing is wanted, or a guard refuses it', async () => {
    const { world } = opened();
    expect(plan(await decided(world, { ssh: { when: ssh } }))).toEqual([]);
    const decision = await decided(world, { ssh: { when: ssh, ...reverts } });
    const withStep = (step: Partial<ResponseStep>): Decision => ({
      ...decision,
      response: { mode: 'enforce', steps: decision.response!.steps.map((each) => ({ ...each, ...step })) },
    });
    expect(plan(withStep({ state: 'refused' }))).toEqual([]);
    expect(plan(withStep({ do: 'none' }))).toEqual([]);
    expect(plan({ ...decision, on: { ...decision.on, id: null } })).toEqual([]);
    expect(plan({ ...decision, on: { ...decision.on, kind: 'vpc' } })).toEqual([]);
  });

  test('R93: an opening that may last for a while is closed at the end of the longest grant', async () => {
    const decision = await decided(opened().world, { ssh: { when: ssh, respond: { else: ['expire'] } } });
    expect(plan(decision)).toMatchObject([{ due: now + policy.grants.max, ask: false, intent: { do: 'expire' } }]);
  });

  test('a question comes with what would be done, and is asked at once', async () => {
    const { world, bad } = opened();
    const decision = await decided(world, { ssh: { when: ssh, respond: { else: ['ask'] } } });
    expect(plan(decision)).toMatchObject([
      { ask: true, due: now, unsure: [], intent: { do: 'revert', aims: [{ kind: 'close', rule: { id: bad } }] } },
    ]);
  });

  test('the same act has the same id however often and however it is decided; another act has another', async () => {
    const { world, web } = opened();
    const decision = await decided(world, { ssh: { when: ssh, ...reverts } });
    const id = (of: Decision, how: Partial<Intending> = {}) => plan(of, null, how)[0]!.intent.action;
    const first = id(decision);
    expect(id({ ...decision, id: 'chg_other' }, { first: decision.id })).toBe(first);
    expect(id({ ...decision, id: 'chg_net', changes: [decision.id, 'chg_2'] })).toBe(first);
    expect(
      id({
        ...decision,
        response: { ...decision.response!, steps: decision.response!.steps.map((step) => ({ ...step, id: 'act_x' })) },
      }),
    ).toBe(first);
    const others = [
      id(decision, { first: 'chg_0' }),
      id({ ...decision, id: 'chg_other' }),
      id(decision, { site: { ...site, region: 'eu-central-1' } }),
      id(decision, { site: { ...site, account: '222233334444' } }),
      id({ ...decision, on: { ...decision.on, id: 'sg-other' } }),
      id(await decided(world, { ssh: { when: ssh, respond: { else: ['expire'] } } })),
    ];
    web.opens('tcp', [20, 25], '0.0.0.0/0');
    others.push(
      id({ ...(await decided(world, { ssh: { when: gained({ ports: ['tcp/23'] }), ...reverts } })), id: decision.id }),
    );
    expect(new Set([first, ...others]).size).toBe(others.length + 1);
  });
});

describe('when it is done', () => {
  const dueOf = async (
    via: string,
    severity: Severity,
    respond: 'revert' | 'restore' | 'expire',
    pipeline?: boolean,
  ) => {
    const { world, web, own } = opened();
    if (respond === 'restore') web.closesById('ingress', own);
    const when = respond === 'restore' ? lost() : ssh;
    const decision = await decided(world, { c: { when, respond: { else: [respond] }, severity: { else: severity } } });
    const by = { ...decision, actor: { ...decision.actor, via: { value: via, basis: 'claimed' } } } as Decision;
    const image = [ruleOf('ingress tcp/443 192.0.2.0/24', own)];
    const [due] = plan(by, image, pipeline === undefined ? {} : { pipeline });
    return due!.due - now;
  };

  test.each([
    ['console', 'high', 0],
    ['terraform', 'high', quiet],
    ['cloudformation', 'low', quiet],
    ['terraform', 'critical', 0],
    ['service', 'high', 0],
  ] as const)('BM-13: a revert of what %s did, when %s: after %i ms', async (via, severity, wait) => {
    expect(await dueOf(via, severity, 'revert')).toBe(wait);
  });

  test('BM-13: a pipeline that the policy trusts is judged by its end, unless it is critical', async () => {
    expect(await dueOf('sdk', 'high', 'revert', true)).toBe(quiet);
    expect(await dueOf('sdk', 'high', 'revert', false)).toBe(0);
    expect(await dueOf('sdk', 'critical', 'revert', true)).toBe(0);
  });

  test('R92: a restore always waits for what may come after it', async () => {
    expect(await dueOf('console', 'critical', 'restore')).toBe(quiet);
  });

  test('what expires does so at its end, whoever opened it', async () => {
    expect(await dueOf('terraform', 'high', 'expire')).toBe(policy.grants.max);
  });
});

describe('what is put back', () => {
  const restores = { loss: { when: lost(), respond: { else: ['restore'] } } } as const;
  const stood = (id: string) => ruleOf('ingress tcp/443 192.0.2.0/24', id, { description: 'office', tags: { a: 'b' } });

  test('R92 scenario 24: a rule that went comes back as the before-image has it', async () => {
    const { world, web, own } = opened();
    web.closesById('ingress', own);
    const decision = await decided(world, restores);
    expect(plan(decision, [stood(own)])).toMatchObject([
      { ask: false, intent: { do: 'restore', aims: [{ kind: 'open', rule: stood(own) }] } },
    ]);
  });

  test('BM-14: without a before-image a person is asked, with nothing to agree to', async () => {
    const { world, web, own } = opened();
    web.closesById('ingress', own);
    const decision = await decided(world, restores);
    const unsure = [`what \`${own}\` permitted before is not known`];
    for (const image of [null, [], [stood('sgr-other')]])
      expect(plan(decision, image)).toMatchObject([
        { ask: true, due: now, unsure, intent: { do: 'restore', aims: [] } },
      ]);
  });

  test('what of a step is known is done, for the rest a person is asked under another id', async () => {
    const { world, web, own, bad } = opened();
    web.closesById('ingress', own, bad);
    const decision = await decided(world, restores);
    const due = plan(decision, [stood(own)]);
    expect(due).toMatchObject([
      { ask: false, unsure: [], intent: { aims: [{ rule: { id: own } }] } },
      { ask: true, unsure: [`what \`${bad}\` permitted before is not known`], intent: { aims: [] } },
    ]);
    expect(due[0]!.intent.action).not.toBe(due[1]!.intent.action);
  });

  test('a question about a loss is one about a restore', async () => {
    const { world, web, own } = opened();
    web.closesById('ingress', own);
    const decision = await decided(world, { loss: { when: lost(), respond: { else: ['ask'] } } });
    expect(plan(decision, [stood(own)])).toMatchObject([{ ask: true, intent: { do: 'restore' } }]);
    expect(plan(decision, null)).toMatchObject([{ ask: true, intent: { do: 'revert', aims: [] } }]);
  });

  test('BM-7 scenario 25: a rule that was rewritten says again what it said', async () => {
    const { world, web, own } = opened();
    web.rewrites(own, 'tcp', 443, '0.0.0.0/0');
    const checks = { web: { when: gained({ ports: ['tcp/443'] }), ...reverts } };
    const from = ruleOf('ingress tcp/443 0.0.0.0/0', own);
    const aim = { kind: 'rewrite', id: own, from: expect.objectContaining({ peer: from.peer }), to: stood(own) };
    expect(aimsOf(plan(await decided(world, checks), [stood(own)]))).toEqual([[aim]]);
    expect(plan(await decided(world, checks), [])).toMatchObject([
      { ask: true, unsure: [`what \`${own}\` said before it was rewritten is not known`] },
    ]);
  });

  test('BM-7: a rewrite that lost something is put back by the same call', async () => {
    const { world, web, own } = opened();
    web.rewrites(own, 'tcp', 443, '192.0.2.0/25');
    expect(aimsOf(plan(await decided(world, restores), [stood(own)]))).toMatchObject([
      [{ kind: 'rewrite', id: own, from: { peer: { value: '192.0.2.0/25' } }, to: stood(own) }],
    ]);
  });

  test('a rule without id is found by what it permits', async () => {
    const world = new World();
    world.era = 2014;
    const web = world.olderGroup('web');
    web.opens('tcp', 22, '0.0.0.0/0');
    const decision = await decided(world, { ssh: { when: ssh, ...reverts } });
    expect(aimsOf(plan(decision))).toEqual([[{ kind: 'close', rule: ruleOf('ingress tcp/22 0.0.0.0/0') }]]);
  });
});

describe('what is no rule', () => {
  const guard = { tags: { when: tagsQuestion(), respond: { else: ['restore'] } } } as const;

  test('tags go back to what they said, and those that were not there go', async () => {
    const { world, web } = opened();
    web.tags('env', 'prod');
    world.wait(600);
    web.tags('env', 'dev');
    const kept = { where: { environment: ['prod'] }, when: ssh, ...reverts };
    const decision = await decided(world, { ...guard, kept });
    expect(plan(decision)).toMatchObject([
      { ask: false, intent: { do: 'restore', aims: [{ kind: 'tag', key: 'env', from: 'dev', to: 'prod' }] } },
    ]);
    const step = { ...decision.response!.steps[0]!, rules: ['no tag env', 'tag a=b=2', 'tag a=1', 'tag gone=x'] };
    const tags = { set: { env: 'dev', a: 'x', 'a=b': 'y' }, removed: ['gone', 'other'] };
    expect(aimsOf(plan({ ...decision, tags, response: { mode: 'enforce', steps: [step] } }))).toEqual([
      [
        { kind: 'tag', key: 'env', from: 'dev', to: null },
        { kind: 'tag', key: 'a', from: 'x', to: '1' },
        { kind: 'tag', key: 'a=b', from: 'y', to: '2' },
        { kind: 'tag', key: 'gone', from: null, to: 'x' },
      ],
    ]);
  });

  const asking = (decision: Decision, parts: Partial<Decision>): Decision => ({ ...decision, ...parts });
  const askedAbout = async (parts: Partial<Decision>) =>
    asking(await decided(opened().world, { ssh: { when: ssh, respond: { else: ['ask'] } } }), { rules: [], ...parts });

  test('of a list its entries are asked about, as they were', async () => {
    const on = { kind: 'list', id: 'pl-1', name: null, vpc: null, environment: null, owner: null, tags: null } as const;
    const decision = await askedAbout({
      on,
      kind: 'list-edited',
      entries: { added: ['0.0.0.0/0'], removed: ['192.0.2.0/24'] },
    });
    const entries = [{ cidr: '192.0.2.0/24', description: 'office' }];
    expect(plan(decision, null, { before: { version: 4, entries } })).toMatchObject([
      {
        ask: true,
        intent: {
          on: { kind: 'list', id: 'pl-1' },
          aims: [{ kind: 'entries', version: 4, add: entries, remove: ['0.0.0.0/0'] }],
        },
      },
    ]);
    expect(plan(decision)).toMatchObject([{ unsure: ['at which version the list is since is not known'] }]);
    const { entries: _, ...untold } = decision;
    expect(plan(untold)).toMatchObject([{ ask: true, unsure: [], intent: { aims: [] } }]);
  });

  test('of an interface the groups are asked about that were put on it', async () => {
    const on = {
      kind: 'interface',
      id: 'eni-1',
      name: null,
      vpc: null,
      environment: null,
      owner: null,
      tags: null,
    } as const;
    const groups = { names: ['sg-a', 'sg-b'], complete: true, latent: false };
    const decision = await askedAbout({ on, kind: 'attached', groups });
    expect(aimsOf(plan(decision, null, { before: { groups: ['sg-a', 'sg-c'] } }))).toEqual([
      [{ kind: 'groups', add: ['sg-c'], remove: ['sg-b'] }],
    ]);
    const off = { ...decision, kind: 'detached' as const, groups: { ...groups, complete: false } };
    expect(aimsOf(plan(off))).toEqual([[{ kind: 'groups', add: ['sg-a', 'sg-b'], remove: [] }]]);
    const some = { ...decision, groups: { ...groups, complete: false } };
    expect(aimsOf(plan(some))).toEqual([[{ kind: 'groups', add: [], remove: ['sg-a', 'sg-b'] }]]);
    const { groups: _, ...untold } = decision;
    expect(plan(untold)).toMatchObject([{ ask: true, unsure: [], intent: { aims: [] } }]);
  });
});
