import type { Group } from '../../group/group.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Policy } from '../../policy/policy.ts';
import { forEnvironment } from '../../policy/scale.ts';
import { type GroupContext, groupContextOf } from '../../verdict/contexts.ts';
import { matchesWhere } from '../../verdict/where.ts';

/** What is known of a ledger and of what stands, to tell which critical groups are watched. */
export interface CoverageKnown {
  /** The inventory. */
  readonly groups: readonly Group[];
  /** When a record or a drill that passed came last, by `<account>/<region>`. */
  readonly heard: ReadonlyMap<string, Instant>;
  /** When somebody said that a channel reaches them, by its name. */
  readonly confirmed: ReadonlyMap<string, Instant>;
  readonly policy: Policy;
  /** Environments that are critical. */
  readonly critical: readonly string[];
  readonly now: Instant;
}

/** How many of the critical groups are watched, and what the others lack. */
export interface Coverage {
  readonly groups: number;
  readonly critical: number;
  readonly covered: number;
  /** Part of the critical ones, 0 to 1; `null` where there is none. */
  readonly part: number | null;
  readonly gaps: readonly CoverageGap[];
}

/** A critical group that is not covered, and why. */
export interface CoverageGap {
  readonly account: string | null;
  readonly region: string | null;
  readonly group: string;
  readonly name: string | null;
  readonly why: readonly string[];
}

/** Environments that are critical unless somebody names others. */
export const usualCritical: readonly string[] = ['prod', 'production'];

/** A path that brought nothing for so long is not proven. */
const proven = 2_592_000_000;

/**
 * Which critical groups are covered: a record or drill of their account and region within 30 days, a check that asks about
 * them, and a channel of a route of theirs that somebody confirmed. A group that nothing says the environment of counts as
 * critical and as not covered, so that missing tags are seen.
 */
export function coverageOf(known: CoverageKnown): Coverage {
  const gaps: CoverageGap[] = [];
  let critical = 0;
  for (const group of known.groups) {
    const facts = { ...group, attached: null };
    const scene = groupContextOf(facts, known.policy);
    const isTold = scene.environment.answered === 'yes';
    if (isTold && !known.critical.includes(scene.environment.value)) continue;
    critical++;
    const why = [
      ...(isTold ? [] : ['no tag and no account says its environment']),
      ...(isHeard(group, known) ? [] : ['no record or drill of its account and region within 30 days']),
      ...(isAsked(scene, known.policy) ? [] : ['no check of the policy asks about it']),
      ...(isToldOf(scene, known) ? [] : ['no channel of its routes is confirmed']),
    ];
    if (why.length === 0) continue;
    const { account, region, id, name } = group;
    gaps.push({ account, region, group: id, name, why });
  }
  const covered = critical - gaps.length;
  const part = critical === 0 ? null : covered / critical;
  return { groups: known.groups.length, critical, covered, part, gaps: gaps.sort(byPlace) };
}

function isHeard({ account, region }: Group, { heard, now }: CoverageKnown): boolean {
  const at = heard.get(`${account}/${region}`);
  return at !== undefined && now - at <= proven;
}

function isAsked(scene: GroupContext, { checks }: Policy): boolean {
  return checks.some(
    ({ severity, where }) =>
      forEnvironment(severity, scene.environment.value) !== 'none' && matchesWhere(where, scene).is !== 'no',
  );
}

/** `owner` stands for the owner of the group. */
function isToldOf(scene: GroupContext, { confirmed, policy }: CoverageKnown): boolean {
  const owner = `owner:${scene.owner.value}`;
  return policy.notify.some(
    ({ to, where }) =>
      to.some((each) => confirmed.has(each) || (each === 'owner' && confirmed.has(owner))) &&
      matchesWhere(where, scene).is !== 'no',
  );
}

function byPlace(a: CoverageGap, b: CoverageGap): number {
  const [one, other] = [a, b].map(({ account, region, group }) => `${account}/${region}/${group}`);
  return one! < other! ? -1 : 1;
}
