import type { GroupFacts } from '../facts/facts.ts';
import { compareBaseline } from '../policy/baseline/compare-baseline.ts';
import type { Baseline, BaselineGroup } from '../policy/policy.ts';
import { forEnvironment, isAtLeast, type PerEnvironment, type Respond, type Severity } from '../policy/scale.ts';
import { intersect, isEmpty, minus, union } from '../reach/algebra.ts';
import type { Span } from '../reach/bounds.ts';
import { everything, nothing, type Reach } from '../reach/reach.ts';
import type { Asked } from './asked.ts';
import { isUnboundedIn } from './box.ts';
import type { Hit } from './hit.ts';
import type { Matter, Part } from './matter.ts';
import type { Unknown } from './verdict.ts';

/** One way in which a group differs from a baseline, with what shows it. */
export interface DriftFound {
  readonly asked: Asked;
  readonly hits: readonly Hit[];
}

/** The group of a list that this one is: by id, else by name (and VPC and account where they are given). */
export function findGroup(groups: readonly BaselineGroup[], group: GroupFacts): BaselineGroup | null {
  const byId = groups.find((each) => each.id !== null && each.id === group.id);
  if (byId !== undefined) return byId;
  const fits = (wanted: string | null, seen: string | null) => wanted === null || seen === null || wanted === seen;
  const isNamed = (each: BaselineGroup) =>
    each.name !== null &&
    each.name === group.name &&
    fits(each.id, group.id) &&
    fits(each.vpc, group.vpc) &&
    fits(each.account, group.account);
  return groups.find(isNamed) ?? null;
}

/**
 * How an act takes a group away from its baseline, or how far what stands is from it. By effect: neither order nor
 * grouping nor descriptions of rules count. Growth out of a wanted rule is `widened`; where the policy holds that for
 * milder than `extra`, it is told as both, or a wider rule would be judged milder than a narrow one.
 */
export function driftOf(baseline: Baseline, part: Part, matter: Matter, environment: string): readonly DriftFound[] {
  const group = findGroup(baseline.groups, part.group);
  if (group === null) return [];
  const { extra, widened } = baseline.drift;
  const grown = (span: Span, over: boolean) => growth(group.reach, span, over, isMilder(widened, extra, environment));
  const stands = matter.kinds.length === 0;
  const { after, effect, passing } = part;
  const main = grown(stands ? { atLeast: after.certain, atMost: after.possible } : effect.gained, false);
  const between = stands || passing === null ? none : grown({ atLeast: passing, atMost: passing }, true);
  const gone: Span = stands
    ? { atLeast: minus(group.reach, after.possible), atMost: minus(group.reach, after.certain) }
    : { atLeast: intersect(effect.lost.atLeast, group.reach), atMost: intersect(effect.lost.atMost, group.reach) };
  return [
    ...found(baseline, 'extra', [...main.extra, ...between.extra]),
    ...found(baseline, 'widened', [...main.widened, ...between.widened]),
    ...found(baseline, 'missing', [...hitOn(gone, false), ...(effect.lost.unknown && !stands ? untold(gone) : [])]),
  ];
}

function isMilder(one: PerEnvironment<Severity> | null, other: PerEnvironment<Severity> | null, environment: string) {
  if (one === null || other === null) return one === null;
  return !isAtLeast(forEnvironment(one, environment), forEnvironment(other, environment));
}

const none: { readonly extra: readonly Hit[]; readonly widened: readonly Hit[] } = { extra: [], widened: [] };

function growth(wanted: Reach, span: Span, over: boolean, isBoth: boolean): typeof none {
  const most = compareBaseline(wanted, union(wanted, span.atMost));
  const least = compareBaseline(wanted, union(wanted, span.atLeast));
  const extra = (drift: typeof most) => (isBoth ? union(drift.extra, drift.widened) : drift.extra);
  return {
    extra: hitOn({ atLeast: extra(least), atMost: extra(most) }, over),
    widened: hitOn({ atLeast: least.widened, atMost: most.widened }, over),
  };
}

function hitOn({ atLeast, atMost }: Span, over: boolean): readonly Hit[] {
  if (isEmpty(atMost)) return [];
  const isCertain = !isEmpty(atLeast);
  const unbounded = !isCertain && isUnboundedIn(atMost, everything);
  const unknowns = isCertain ? [] : [unbounded ? notLimited : wasBefore];
  return [{ sure: !unbounded, reach: atMost, over, unknowns, uses: [] }];
}

/** Something went that nobody tells: it may be wanted. */
function untold(gone: Span): readonly Hit[] {
  if (!isEmpty(gone.atMost)) return [];
  return [{ sure: false, reach: nothing, over: false, unknowns: [wentUntold], uses: [] }];
}

const wasBefore: Unknown = {
  what: 'before',
  why: 'what stood before is not known, so some of it may have been so already',
  could: 'lower',
};
const notLimited: Unknown = { what: 'rules', why: 'not all rules of the group are known', could: 'either' };
const wentUntold: Unknown = {
  what: 'before',
  why: 'nobody tells what the rules permitted that went',
  could: 'either',
};

const sentences = {
  extra: 'nothing is open that this baseline does not want',
  widened: 'what this baseline wants is open no wider than it wants',
  missing: 'what this baseline wants is open',
} as const;

function found(baseline: Baseline, kind: keyof typeof sentences, hits: readonly Hit[]): readonly DriftFound[] {
  const severity = baseline.drift[kind];
  if (severity === null || hits.length === 0) return [];
  const asked: Asked = {
    id: `${baseline.id}.${kind}`,
    at: baseline.at,
    layer: 0,
    say: `Baseline ${baseline.id}: ${sentences[kind]}`,
    severity,
    respond: fitting(baseline.respond, kind),
    unless: [],
    playbook: null,
    locked: false,
    isReach: true,
    check: null,
  };
  return [{ asked, hits }];
}

/** What is missing can be restored, where the policy says so, but not reverted; and the converse. */
function fitting(respond: Baseline['respond'], kind: keyof typeof sentences): Baseline['respond'] {
  const not: readonly Respond[] = kind === 'missing' ? ['revert', 'expire'] : ['restore'];
  const entries = Object.entries(respond).map(([environment, wanted]): [string, readonly Respond[]] => {
    const left = wanted.filter((one) => !not.includes(one));
    return [environment, left.length === 0 ? ['none'] : left];
  });
  return { ...respond, ...Object.fromEntries(entries) };
}
