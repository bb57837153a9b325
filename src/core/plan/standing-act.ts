import { noPast } from '../facts/facts.ts';
import type { Rule } from '../group/rule.ts';
import { digestName } from '../leaf/digest.ts';
import { type Instant, writeInstant } from '../leaf/instant.ts';
import { forEnvironment, type Respond, responses } from '../policy/scale.ts';
import { noEffect } from '../reach/bounds.ts';
import { sayEach, sayShort } from '../reach/explain.ts';
import type { Known } from '../reach/reach.ts';
import { boundsOfSeen, reachOfSeen } from '../reach/seen-bounds.ts';
import { partitionOf } from '../trail/partition-of.ts';
import { judge } from '../verdict/judge.ts';
import type { Judging } from '../verdict/matter.ts';
import type { Decision, ResponseStep } from './decision.ts';
import { nameRule } from './name-rule.ts';
import type { StandingDecision } from './standing-decision.ts';

/** With what rules are asked about by themselves. */
export interface Breaking {
  readonly judging: Judging;
  readonly known: Known;
  readonly now: Instant;
}

/** What a decision about what stands is made with. */
export interface StandingActing extends Breaking {
  /** The rules that surely stand. */
  readonly rules: readonly Rule[];
  /** What makes this decision one: the sweep, or the grant that ended. */
  readonly because: string;
  /** What is wanted of a check that objects, in the environment of the group; by itself what its `standing` says. */
  readonly wish?: (check: string) => Respond;
  /** Whether a rule has to break a check by itself to be closed; otherwise all that carry it are. */
  readonly alone: boolean;
}

/**
 * A decision about what stands, by nobody, in the shape of all decisions, with what is done about it. With no author there
 * is no telling which of several rules that only together break a check was one too many: none of them is picked, and a
 * person is asked. Then no rule carries it (`carriers` is empty), and it is over as soon as they no longer do together.
 */
export function standingAct(standing: StandingDecision, acting: StandingActing): Decision {
  const { judging, rules, now, because } = acting;
  const environment = standing.on.environment ?? 'else';
  const id = `std_${digestName(`${standing.id}/${because}`)}`;
  const byWish = new Map<Respond, Set<string>>();
  const asked = new Set<string>();
  const carriers: Record<string, readonly string[]> = {};
  for (const { id: check, ruling } of standing.verdict.checks) {
    const names = standing.carriers[check] ?? [];
    const meant = rules.filter((rule) => names.includes(nameRule(rule)));
    const sole = acting.alone ? meant.filter((rule) => breaks([rule], check, standing, acting)) : meant;
    carriers[check] = acting.alone ? sole.map(nameRule).sort() : names;
    const wish = ruling === 'breach' ? (acting.wish ?? standingWish(judging, environment))(check) : 'none';
    if (wish === 'none') continue;
    const rest = meant.filter((rule) => !sole.includes(rule));
    if (sole.length > 0) byWish.set(wish, new Set([...(byWish.get(wish) ?? []), ...sole.map(nameRule)]));
    if (sole.length === 0) for (const name of names) asked.add(name);
    else if (rest.length > 0 && breaks(rest, check, standing, acting))
      for (const rule of rest) asked.add(nameRule(rule));
  }
  const touched = new Set([...byWish.values()].flatMap((each) => [...each]));
  const left = [...asked].filter((name) => !touched.has(name));
  if (left.length > 0) byWish.set('ask', new Set([...(byWish.get('ask') ?? []), ...left]));
  const steps = strongest(byWish).map(([wish, names]) => stepOf(wish, [...names].sort(), id));
  const carried = new Set(Object.values(standing.carriers).flat());
  const meant = rules.filter((rule) => carried.has(nameRule(rule)));
  return {
    ...actOf(standing, now, id),
    ...sentences(standing, meant, acting.known),
    rules: meant.map((rule) => rowOf(rule)),
    carriers,
    ...(steps.length === 0
      ? {}
      : { response: { mode: forEnvironment(judging.policy.safety.mode, environment), steps } }),
  };
}

/** What is wanted of rules, strongest first: each rule has one step, though checks want different things of it. */
function strongest(wishes: ReadonlyMap<Respond, ReadonlySet<string>>): readonly [Respond, ReadonlySet<string>][] {
  const taken = new Set<string>();
  return [...wishes]
    .sort(([a], [b]) => responses.indexOf(b) - responses.indexOf(a))
    .flatMap(([wish, names]): [Respond, ReadonlySet<string>][] => {
      const left = new Set([...names].filter((name) => !taken.has(name)));
      for (const name of names) taken.add(name);
      return left.size === 0 ? [] : [[wish, left]];
    });
}

/** Whether a check would object to a group that had these rules only. */
export function breaks(rules: readonly Rule[], check: string, standing: StandingDecision, acting: Breaking): boolean {
  const { on, account, region } = standing;
  const group = {
    ...{ id: on.id, name: on.name, vpc: on.vpc, account: account.id, region, tags: on.tags },
    attached: null,
  };
  const after = boundsOfSeen(rules, true, acting.known);
  const { verdict } = judge(
    {
      ...{ at: acting.now, result: 'applied', kinds: [], actor: null, tags: null, past: noPast },
      parts: [{ group, effect: noEffect, passing: null, after }],
    },
    acting.judging,
  );
  return verdict.checks.some((each) => each.id === check && each.ruling === 'breach');
}

/** The strongest that a check wants of what stands; what stands was not removed, so nothing is restored. */
export function standingWish({ policy }: Judging, environment: string): (check: string) => Respond {
  return (check) => {
    const asked = policy.checks.find(({ id }) => id === check);
    const all = asked === undefined ? [] : forEnvironment(asked.standing, environment);
    const fitting = all.filter((each) => each !== 'restore');
    return fitting.reduce<Respond>((a, b) => (responses.indexOf(a) >= responses.indexOf(b) ? a : b), 'none');
  };
}

function stepOf(wish: Respond, rules: readonly string[], id: string): ResponseStep {
  const why = wish === 'ask' ? 'no rule breaks it by itself, or the policy says to ask' : null;
  return {
    id: `act_${digestName(JSON.stringify([id, wish, rules]))}`,
    do: wish,
    rules,
    collateral: [],
    state: 'would',
    why,
    approvedBy: [],
    verifiedAt: null,
  };
}

function actOf(
  standing: StandingDecision,
  now: Instant,
  id: string,
): Omit<Decision, 'rules' | 'say' | 'short' | 'carriers'> {
  const { on, account, region, basis, exposure, verdict } = standing;
  return {
    $schema: 'portcullis:decision:1',
    id,
    origin: 'observed',
    late: false,
    records: [],
    at: writeInstant(now),
    partition: partitionOf(region ?? ''),
    region: region ?? '',
    account: { ...account, id: account.id ?? '' },
    on,
    call: { service: 'ec2', name: 'what stands', result: 'applied', error: null },
    kind: 'net',
    actor: {
      ...{ type: 'Unattributed', principal: null, session: null, identity: 'none', person: null },
      ...{ via: { value: 'unknown', basis: 'claimed' }, sourceIp: null, mfa: null },
    },
    basis,
    effects: [],
    exposure,
    verdict,
  };
}

/** What the rules in question open; all that stands where no rule carries it. */
function sentences({ on, say, short }: StandingDecision, rules: readonly Rule[], known: Known) {
  if (rules.length === 0) return { say, short };
  const open = reachOfSeen(rules, known);
  const name = on.name ?? on.id;
  const [first, ...more] = sayEach(open, 'standing', name === null ? {} : { on: name });
  const gained = { atLeast: open, atMost: open };
  const rest = more.length === 0 ? '' : `; and ${more.length} more`;
  return { say: `${first ?? say}${rest}`, short: sayShort({ ...noEffect, gained }).slice(1) };
}

function rowOf({ id, direction, protocol, ports, peer, description }: Rule) {
  return { op: 'add', ...{ id, direction, protocol, ports, peer, description } } as const;
}
