import fc from 'fast-check';
import type { GroupFacts } from '../../src/core/facts/facts.ts';
import { noPast } from '../../src/core/facts/facts.ts';
import type { Tuple } from '../../src/core/group/rule.ts';
import type { BaselineGroup, BoxQuestion, Check, Condition, Exception, Policy } from '../../src/core/policy/policy.ts';
import { type Respond, type Severity, severities } from '../../src/core/policy/scale.ts';
import { type Bounds, effectOf, exactly, noEffect } from '../../src/core/reach/bounds.ts';
import { nothing, type Reach, reachOf } from '../../src/core/reach/reach.ts';
import type { Matter, Part } from '../../src/core/verdict/matter.ts';
import { actorWith } from '../builders/actor.ts';
import { actors, boxAsked, gained, lost, type PartialPolicy, policyWith } from '../builders/policy.ts';
import { anyTuples } from '../oracle/universe.ts';

/** Policies over the small world of the reach oracle, and matters to judge by them. All that is generated is valid. */
const at = 1_000_000;

const anySeverity: fc.Arbitrary<Severity> = fc.constantFrom(...severities);
const anyRespond: fc.Arbitrary<readonly Respond[]> = fc
  .constantFrom<Respond[]>('none', 'ask', 'expire', 'revert')
  .map((one) => [one]);
const cidrs = ['192.0.2.0/28', '192.0.2.0/29', '192.0.2.8/29', '192.0.2.4/31', '192.0.2.3/32', '2001:db8::/126'];
const anyPeers = fc.subarray([...cidrs, 'any', 'groups', 'sg-a', 'pl-a'], { minLength: 1, maxLength: 3 });

/** What a box question asks, in words. */
export const anyAsked = fc.record({
  direction: fc.subarray(['ingress', 'egress'] as const, { minLength: 1 }),
  peers: anyPeers,
  except: fc.oneof(fc.constant([]), fc.subarray(cidrs, { maxLength: 2 })),
  ports: fc.subarray(['tcp/20-23', 'tcp/22', 'tcp/24', 'tcp/20-27', 'all', 'udp/22'], { minLength: 1, maxLength: 2 }),
  covers: fc.boolean(),
  moreThan: fc.option(fc.integer({ min: 0, max: 16 }), { nil: null }),
});

const anyQuestion: fc.Arbitrary<BoxQuestion> = fc.oneof(
  {
    weight: 4,
    arbitrary: anyAsked.map(({ covers, ...asked }) => gained(covers ? { ...asked, covers, moreThan: null } : asked)),
  },
  { weight: 1, arbitrary: anyAsked.map(({ direction, peers, ports }) => lost({ direction, peers, ports })) },
);

const anyWhere: fc.Arbitrary<Check['where']> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom('prod', 'dev').map((one) => ({ environment: [one] })) },
  { weight: 1, arbitrary: fc.constant({ name: ['web-*'] }) },
  { weight: 1, arbitrary: fc.constant({ attached: ['rds' as const] }) },
);

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(true, false).map((mfa): Condition => ({ mfa: [mfa] })),
  fc.constantFrom('prod', 'dev').map((one): Condition => ({ environment: [one] })),
  fc.constantFrom(true, false).map((exposed): Condition => ({ exposed: [exposed] })),
  fc.constant<Condition>({ recurred: { within: 1000 } }),
  fc.constant<Condition>({ actor: [actors('pipeline', { roles: ['arn:aws:iam::*:role/deploy'] })] }),
);

const anyCheck = fc.record({
  when: anyQuestion,
  where: anyWhere,
  severity: fc.oneof(
    anySeverity.map((one) => ({ else: one })),
    fc.tuple(anySeverity, anySeverity).map(([prod, other]) => ({ prod, else: other })),
  ),
  respond: anyRespond.map((one) => ({ else: one })),
  unless: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(anyCondition) }),
  locked: fc.boolean(),
});

const ids = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'];

/** An exception from one of the checks for the group that is judged; in force from 900,000 to 1,100,000 unless moved. */
export const anyException: fc.Arbitrary<Partial<Exception> & Pick<Exception, 'until'>> = fc.record({
  check: fc.constantFrom(...ids),
  group: fc.constantFrom('sg-1', 'sg-1', 'sg-2'),
  box: anyAsked.map(({ direction, peers, ports }) => boxAsked({ direction, peers, ports })),
  from: fc.constantFrom(null, at - 100_000),
  until: fc.constant(at + 100_000),
  layer: fc.constantFrom(0, 1),
});

const anyBaseline = fc.record({
  groups: anyTuples.map((tuples): readonly BaselineGroup[] => [
    { id: 'sg-1', name: null, vpc: null, account: null, rules: [], reach: reachOf(tuples) },
  ]),
  drift: fc.record({
    extra: fc.option(anySeverity.map((one) => ({ else: one }))),
    widened: fc.option(anySeverity.map((one) => ({ else: one }))),
    missing: fc.constant(null),
  }),
});

function mapOf<T>(values: fc.Arbitrary<T>, names: readonly string[] = ids): fc.Arbitrary<Record<string, T>> {
  return fc.dictionary(fc.constantFrom(...names), values, { maxKeys: names.length, noNullPrototype: true });
}

/** The parts of a policy, before they are put together. */
export const anyParts: fc.Arbitrary<PartialPolicy> = fc.record({
  checks: mapOf(anyCheck),
  adjust: mapOf(fc.record({ when: anyCondition, by: fc.constantFrom(-2, -1, 1, 2), layer: fc.constantFrom(0, 1) })),
  exceptions: mapOf(anyException),
  baselines: mapOf(anyBaseline, ['edge']),
});

/** A policy that asks about reach, with everything that may weaken or strengthen what it says. */
export const anyPolicy: fc.Arbitrary<Policy> = anyParts.map(policyWith);

/** The group that is judged, with nothing unknown. */
export const anyGroup: fc.Arbitrary<GroupFacts> = fc.record({
  id: fc.constant('sg-1'),
  name: fc.constantFrom('web-1', 'db'),
  vpc: fc.constant('vpc-1'),
  account: fc.constant('111122223333'),
  region: fc.constant('eu-west-1'),
  tags: fc.constantFrom<Record<string, string>>({}, { env: 'dev' }, { Environment: 'production' }),
  attached: fc.record({
    kinds: fc.subarray(['rds', 'ec2'] as const),
    count: fc.constant(2),
    exposed: fc.boolean(),
    beside: fc.array(
      anyTuples.map((tuples): Bounds => exactly(reachOf(tuples))),
      { maxLength: 2 },
    ),
    otherTime: fc.constantFrom(null, at - 5000),
  }),
});

/** Who did it, and what was there before. */
export const anyCircumstance = fc.record({
  group: anyGroup,
  actor: fc.constantFrom(
    actorWith({}),
    actorWith({ mfa: true }),
    actorWith({ type: 'AssumedRole', principal: 'arn:aws:iam::111122223333:role/deploy', mfa: false }),
  ),
  past: fc.record({
    attempts: fc.constant([]),
    closed: fc.array(fc.record({ reach: anyTuples.map((tuples) => reachOf(tuples)), at: fc.constant(at - 500) }), {
      maxLength: 1,
    }),
    lastByActor: fc.constant(null),
    since: fc.constant(0),
  }),
});

export type Circumstance = typeof anyCircumstance extends fc.Arbitrary<infer T> ? T : never;

/** The act of adding rules to a group all of whose rules are known. */
export function addingTo(
  before: readonly Tuple[],
  added: readonly Tuple[],
  { group, actor, past }: Circumstance,
): Matter {
  const was = reachOf(before);
  const after = exactly(reachOf([...before, ...added]));
  const effect = effectOf({ added: reachOf(added), removed: nothing, before: exactly(was), after });
  const part: Part = { group, effect, passing: null, after };
  return { at, result: 'applied', kinds: ['rules-added'], actor, parts: [part], tags: null, past };
}

/** What stands in a group all of whose rules are known. */
export function standing(reach: Reach, { group }: Pick<Circumstance, 'group'>): Matter {
  const part: Part = { group, effect: noEffect, passing: null, after: exactly(reach) };
  return { at, result: 'applied', kinds: [], actor: null, parts: [part], tags: null, past: noPast };
}
