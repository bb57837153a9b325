import type { Ec2State, HeldRule } from '../../../src/aws/model/state.ts';
import type { Instant } from '../../../src/core/leaf/instant.ts';
import type { Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import type { PolicyWords } from '../world/policies.ts';
import { didChange, type TrueCall } from '../world/true-call.ts';
import { addresses, type Reached, reachedBy, strangerIpv6 } from '../world/universe.ts';
import { oncePerTrial } from './once-per-trial.ts';

/** A call that changed groups, with what came and went in each. */
export interface Shift {
  readonly call: TrueCall;
  readonly group: string;
  readonly came: readonly HeldRule[];
  readonly went: readonly HeldRule[];
}

/** Every shift of the rules of a group, in the order of time. A rewrite is both: one rule went, one of its id came. */
export const shiftsOf: (trial: Trial) => readonly Shift[] = oncePerTrial(({ world }) =>
  world.calls.flatMap((call) => {
    if (!didChange(call) || call.before.groups === call.after.groups) return [];
    const ids = new Set([...call.before.groups.keys(), ...call.after.groups.keys()]);
    return [...ids].flatMap((group): Shift[] => {
      const [before, after] = [rulesIn(call.before, group), rulesIn(call.after, group)];
      if (before === after) return [];
      const same = (one: HeldRule, other: HeldRule) => one.id === other.id && lineOf(one) === lineOf(other);
      const came = after.filter((rule) => !before.some((old) => same(old, rule)));
      const went = before.filter((rule) => !after.some((now) => same(now, rule)));
      return came.length + went.length === 0 ? [] : [{ call, group, came, went }];
    });
  }),
);

/** The rules of a group; none where there is no such group. */
export function rulesIn(state: Ec2State, group: string): readonly HeldRule[] {
  return state.groups.get(group)?.rules ?? nothing;
}

const nothing: readonly HeldRule[] = [];

/** How many strangers come in by a service; one network of IPv6 is more than any number. */
export function strangersIn(reached: Reached, services: readonly number[], words: PolicyWords): number {
  const bits = services.reduce((sum, service) => sum | reached[service]!, 0) & words.strangerBits;
  const wide = 1 << addresses.indexOf(strangerIpv6);
  let count = bits & wide ? 1_000 : 0;
  for (let left = bits & ~wide; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** The checks that object to rules, standing by themselves. */
export function objectionsTo(
  rules: readonly HeldRule[],
  words: PolicyWords,
  state: Ec2State,
  at: Instant,
): readonly PolicyWords['closed'][number][] {
  const reached = reachedBy(rules, state, at);
  return words.closed.filter(({ services, moreThan }) => strangersIn(reached, services, words) > moreThan);
}

/** Whether a rule lets any stranger in at all where a check looks. */
export function meetsAnyBox(
  rule: HeldRule,
  words: PolicyWords,
  state: Ec2State,
  at: Instant,
): readonly PolicyWords['closed'][number][] {
  const reached = reachedBy([rule], state, at);
  return words.closed.filter(({ services }) => strangersIn(reached, services, words) > 0);
}

/** The groups that are for production, whatever their tags say meanwhile. */
export function isProduction({ world }: Trial, group: string): boolean {
  const { web, data, old } = world.estate.groups;
  return group === web || group === data || group === old;
}

/** The policies in force at some time between. */
export function wordsBetween({ policies }: Trial, from: Instant, to: Instant): readonly PolicyWords[] {
  return policies
    .filter(({ at }, n) => at <= to && (policies[n + 1]?.at ?? Number.POSITIVE_INFINITY) >= from)
    .map(({ variant }) => variant.words);
}
