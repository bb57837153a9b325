import type { Change } from './change/change.ts';
import { type GroupFacts, noPast } from './facts/facts.ts';
import type { SeenRule } from './group/rule.ts';
import { digestName } from './leaf/digest.ts';
import { type Instant, writeInstant } from './leaf/instant.ts';
import { effectBetween } from './ledger/effect-between.ts';
import { joinVerdicts } from './plan/join-verdicts.ts';
import { nameRule } from './plan/name-rule.ts';
import type { StandingDecision } from './plan/standing-decision.ts';
import { writeEffect } from './plan/write-decision.ts';
import { equals, isEmpty, meets, unionOf } from './reach/algebra.ts';
import { type Effect, isExact, isUnbounded, noEffect } from './reach/bounds.ts';
import { sayEffect, sayShort, sayStanding } from './reach/explain.ts';
import { exposureRank } from './reach/exposure.ts';
import type { Known } from './reach/reach.ts';
import { writeRows } from './reach/rows.ts';
import { type HeldBounds, reachOfSeen } from './reach/seen-bounds.ts';
import { judge } from './verdict/judge.ts';
import { lazily } from './verdict/lazily.ts';
import type { Judged, Judging, Matter } from './verdict/matter.ts';

/** A group as it stands, or as a file wants it, with everything that may count. */
export interface Standing {
  readonly origin: StandingDecision['origin'];
  readonly kind: StandingDecision['kind'];
  readonly place: StandingDecision['place'];
  /** When it was looked at; `null` where a file does not say. */
  readonly at: Instant | null;
  /** The time at which exceptions are looked at: `at`, or the caller's now. */
  readonly judgedAt: Instant;
  readonly group: GroupFacts;
  readonly stands: HeldBounds;
  /** What stood before a planned change; `null` where nothing is planned, or the file does not tell. */
  readonly before: HeldBounds | null;
  /** `made`: the plan makes the group; `deleted`: it ends it. */
  readonly plan?: 'made' | 'deleted' | 'edited';
  /** Rules that stand (or would), and, after a plan that takes some away, those too: what carriers are named from. */
  readonly rules: readonly SeenRule[];
  readonly known: Known;
}

/**
 * Decides about a group as it stands or is declared. Checks of what was gained are asked of what stands; where a plan
 * tells what stood before, all checks are asked of what it changes as well, and `byPlan` names those that object to it.
 */
export function decideStanding(standing: Standing, judging: Judging): StandingDecision {
  const { origin, kind, place, at, group, stands, before } = standing;
  const held = judge(matterOf(standing, noEffect, []), judging);
  const effect = before === null ? null : plannedEffect(before, stands);
  const planned = effect === null || isNothing(effect) ? null : effect;
  const changed = planned === null ? null : judge(matterOf(standing, planned, kindsOf(standing, planned)), judging);
  // Written when it is first read: how a group stands is asked for often, and seldom told.
  const told = lazily(() => ({
    stands: writeRows(stands.held),
    ...sentences(standing, effect),
    exposure: Math.round(exposureRank(stands.held) * 100) / 100,
  }));
  const { environment, owner } = held.contexts[0]!;
  const account = group.account === null ? undefined : judging.policy.directory.accounts.get(group.account);
  return {
    $schema: 'portcullis:decision:1',
    id: `std_${digestName([origin, kind, group.account, group.region, group.id ?? `${place.file} ${place.address}`].join('/'))}`,
    origin,
    kind,
    place,
    at: at === null ? null : writeInstant(at),
    region: group.region,
    account: { id: group.account, name: account?.name ?? null, ou: account?.ou ?? null },
    on: { kind: 'group', id: group.id, name: group.name, vpc: group.vpc, environment, owner, tags: group.tags },
    basis: isUnbounded(stands) ? 'unknown' : equals(stands.certain, stands.possible) ? 'exact' : 'bounds',
    effects: planned === null ? [] : [writeRow(planned, standing)],
    get stands() {
      return told().stands;
    },
    get say() {
      return told().say;
    },
    get short() {
      return told().short;
    },
    get exposure() {
      return told().exposure;
    },
    verdict: changed === null ? held.verdict : joinVerdicts(changed.verdict, held.verdict),
    carriers: carriersBy([held, ...(changed === null ? [] : [changed])], standing),
    ...(effect === null ? {} : { byPlan: (changed?.verdict.checks ?? []).map((check) => check.id).sort() }),
  };
}

function matterOf(standing: Standing, effect: Effect, kinds: Matter['kinds']): Matter {
  const { group, stands, judgedAt } = standing;
  const parts = [{ group, effect, passing: null, after: stands }];
  return { at: judgedAt, result: 'applied', kinds, actor: null, parts, tags: null, past: noPast };
}

function plannedEffect(before: HeldBounds, after: HeldBounds): Effect {
  return effectBetween({
    opened: after.held,
    closed: before.held,
    before,
    after,
    openedUnknown: false,
    closedUnknown: false,
  });
}

/** The kinds of change by which EC2 would be brought there. */
function kindsOf({ plan }: Standing, { gained, lost }: Effect): readonly Change['kind'][] {
  if (plan === 'made') return ['group-created', 'rules-added'];
  if (plan === 'deleted') return ['group-deleted'];
  return [
    ...(isEmpty(gained.atMost) ? [] : (['rules-added'] as const)),
    ...(isEmpty(lost.atMost) && !lost.unknown ? [] : (['rules-removed'] as const)),
  ];
}

function isNothing({ gained, lost }: Effect): boolean {
  return isEmpty(gained.atMost) && isEmpty(lost.atMost) && !lost.unknown;
}

function writeRow(effect: Effect, { group, before }: Standing) {
  const known = before !== null && isUnbounded(before) ? 'partly' : 'known';
  return writeEffect(effect, { group: { id: group.id, name: group.name }, interface: null, before: known });
}

function sentences(
  { stands, group }: Standing,
  effect: Effect | null,
): { readonly say: string; readonly short: string } {
  const on = group.name ?? group.id;
  const setting = on === null ? {} : { on };
  if (effect !== null)
    return { say: sayEffect(effect, { ...setting, after: stands.certain }), short: sayShort(effect) };
  const open: Effect = { ...noEffect, gained: { atLeast: stands.certain, atMost: stands.held } };
  const doubt = isUnbounded(stands)
    ? ' (not all its rules are known)'
    : isExact(open)
      ? ''
      : ' (some of it not for sure)';
  const said = sayStanding(stands.held, setting);
  if (said === null) return { say: `nothing stands open${doubt}`, short: 'nothing open' };
  return { say: `${said}${doubt}`, short: sayShort(open).slice(1) };
}

function carriersBy(judged: readonly Judged[], { rules, known }: Standing): StandingDecision['carriers'] {
  const objections = judged.flatMap((each) => each.objections);
  const reaches = rules.map((rule) => ({ name: nameRule(rule), reach: reachOfSeen([rule], known) }));
  const checks = Map.groupBy(objections, (each) => each.check);
  return Object.fromEntries(
    [...checks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([check, own]) => {
        const meant = unionOf(own.map((each) => each.reach));
        const carrying = reaches.filter(({ reach }) => meets(reach, meant)).map(({ name }) => name);
        return [check, [...new Set(carrying)].sort()];
      }),
  );
}
