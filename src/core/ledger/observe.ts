import type { Change } from '../change/change.ts';
import type { SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Delta, Hints } from './delta.ts';
import { openRule } from './edit-rule.ts';
import type { Evidence } from './evidence.ts';
import { readLag } from './look-time.ts';
import { contentOf, contentsOf, drop, find, type GroupState, isMaybe, put, tupleKey, wentAt } from './standing.ts';
import { tagsShown } from './tags-shown.ts';
import { isSameContent } from './tape.ts';

/**
 * A live look says all: what it does not show has gone, what it shows stands, whoever did it. Only changes of the last
 * half minute, of rules and of tags, are left as the records tell them, because reads of EC2 may be that stale.
 */
export function observe(
  state: GroupState,
  look: Extract<Evidence, { kind: 'observed' }>,
  hints: Hints,
  into: Delta,
): void {
  const isFresh = (at: number | null | undefined) =>
    (at ?? Number.NEGATIVE_INFINITY) > (look.read ?? look.at) - readLag;
  const isFreshly = (change: Change | null) => isFresh(change?.record.at);
  if (look.group === null ? isNew(state, isFreshly) : isFresh(state.ended)) return;
  const seen = look.group?.rules ?? [];
  // Measured: most looks show exactly what stands.
  if (isFresh(state.lastGone) || !showsJustThat(state, seen)) differ(state, seen, { isFresh, isFreshly, hints, into });
  state.exists = look.group === null ? 'no' : 'yes';
  state.anchored = true;
  if (look.group !== null) {
    state.name = look.group.name ?? state.name;
    state.vpc = look.group.vpc ?? state.vpc;
    state.tags = tagsShown(state.tags, look.group.tags, hints.retags, { began: look.read ?? look.at, at: look.at });
  }
}

function isNew({ rules }: GroupState, isFreshly: Differing['isFreshly']): boolean {
  return [...rules.values()].some(({ born }) => born?.kind === 'group-created' && isFreshly(born));
}

/** Whether these are the rules that surely stand, each by its id and in their order: then nothing is to be written. */
function showsJustThat(state: GroupState, seen: readonly SeenRule[]): boolean {
  if (seen.length !== state.rules.size || state.tuples.size !== seen.length) return false;
  let place = 0;
  for (const rule of state.rules.values()) {
    if (rule.key !== rule.id || !rule.sure || rule.or !== undefined || !isSameContent(rule, seen[place++]!))
      return false;
  }
  return true;
}

interface Differing {
  readonly isFresh: (at: Instant) => boolean;
  readonly isFreshly: (change: Change | null) => boolean;
  readonly hints: Hints;
  readonly into: Delta;
}

/** Brings a state to what a look shows. */
function differ(state: GroupState, seen: readonly SeenRule[], { isFresh, isFreshly, hints, into }: Differing): void {
  const undirected = new Set(
    [...state.rules.values()].flatMap((rule) => (rule.direction === null ? contentsOf(rule).map(tupleKey) : [])),
  );
  // Measured: looks make up most of a live group's history, and few have a rule that is not found by its id.
  let ways: ReadonlyMap<string | null, readonly SeenRule[]> | null = null;
  const both = () => {
    ways ??= Map.groupBy(seen, eitherWay);
    return ways;
  };
  const isOnly = (rule: SeenRule) => both().get(eitherWay(rule))!.length === 1;
  const match = (rule: SeenRule) =>
    find(state, rule) ?? (isOnly(rule) ? find(state, { ...rule, direction: null }) : null);
  const shown = new Set(seen.map((rule) => match(rule)?.key));
  for (const standing of [...state.rules.values()]) {
    if (shown.has(standing.key)) continue;
    // Shown both ways, it is one of two that are opened below: its id is then not told.
    const isBothWays = standing.direction === null && both().has(tupleKey(standing));
    if (isFreshly(standing.since) && !isBothWays) continue;
    if (isMaybe(state, standing)) hints.settled.set(tupleKey(standing)!, false);
    drop(state, standing.key);
    into.removed.push(standing);
  }
  for (const rule of seen) {
    if (isFresh(wentAt(state, rule))) continue;
    const found = match(rule);
    if (found === null) {
      if (!undirected.has(eitherWay(rule))) hints.assume(rule, true);
      openRule(state, rule, null, true, into);
      continue;
    }
    if (isMaybe(state, found)) hints.settled.set(tupleKey(found)!, true);
    const id = rule.id ?? found.id;
    const { or: _or, ...register } = found;
    drop(state, found.key);
    if (isFreshly(found.since)) put(state, { ...found, direction: rule.direction, id, key: id ?? found.key });
    else put(state, { ...register, ...contentOf(rule), id, key: id ?? found.key, sure: true });
  }
}

function eitherWay(rule: SeenRule): string | null {
  return tupleKey({ ...rule, direction: null });
}
