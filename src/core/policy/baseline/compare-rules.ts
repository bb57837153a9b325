import type { SeenRule, Tuple } from '../../group/rule.ts';
import { isEmpty, meets } from '../../reach/algebra.ts';
import { type Known, type Reach, reachOf } from '../../reach/reach.ts';
import type { Drift } from './compare-baseline.ts';
import { tuplesOf } from './told-rules.ts';

/** The rules behind a drift, by content. */
export interface RuleDrift {
  /** Standing rules that open something apart from everything wanted. */
  readonly extra: readonly SeenRule[];
  /** Standing rules that go beyond wanted ones, with those. */
  readonly widened: readonly { readonly was: readonly SeenRule[]; readonly is: SeenRule }[];
  /** Wanted rules whose reach is not all permitted. */
  readonly missing: readonly SeenRule[];
  /** Rules that are written otherwise than wanted, or beside what is wanted, and change nothing. */
  readonly otherwise: readonly SeenRule[];
}

/**
 * Names the rules that make a drift. A rule is the same whatever its id, its description and its place in the list; one
 * that is written otherwise and has no effect of its own is no drift.
 */
export function compareRules(
  wanted: readonly SeenRule[],
  stands: readonly SeenRule[],
  drift: Drift,
  known: { readonly wanted: Known; readonly stands: Known },
): RuleDrift {
  const had = reachesOf(wanted, known.wanted);
  const has = reachesOf(stands, known.stands);
  const other = has.filter(({ key }) => !had.some((each) => each.key === key));
  const widens = ({ reach }: Reaching) => meets(reach, drift.widened);
  const opens = ({ reach }: Reaching) => meets(reach, drift.extra) && !meets(reach, drift.widened);
  const grown = has.filter(widens);
  const extra = has.filter(opens);
  const missing = had.filter(({ reach }) => meets(reach, drift.missing));
  return {
    extra: extra.map(({ rule }) => rule),
    widened: grown.map((each) => ({ was: nearTo(each, had), is: each.rule })),
    missing: missing.map(({ rule }) => rule),
    otherwise: other.filter((each) => !widens(each) && !opens(each)).map(({ rule }) => rule),
  };
}

/** Whether nothing differs by effect. */
export function isInStep({ extra, widened, missing }: Drift): boolean {
  return isEmpty(extra) && isEmpty(widened) && isEmpty(missing);
}

interface Reaching {
  readonly rule: SeenRule;
  readonly key: string;
  readonly reach: Reach;
}

function reachesOf(rules: readonly SeenRule[], known: Known): readonly Reaching[] {
  return rules.flatMap((rule): readonly Reaching[] => {
    const [tuple] = tuplesOf([rule]);
    return tuple === undefined ? [] : [{ rule, key: keyOf(tuple), reach: reachOf([tuple], known) }];
  });
}

function keyOf({ direction, protocol, ports, peer }: Tuple): string {
  return JSON.stringify([direction, protocol, ports, peer.kind, peer.value]);
}

/** The wanted rules that a rule has grown out of: those it shares reach with. */
function nearTo({ reach, key }: Reaching, wanted: readonly Reaching[]): readonly SeenRule[] {
  return wanted.filter((each) => each.key !== key && meets(each.reach, reach)).map(({ rule }) => rule);
}
