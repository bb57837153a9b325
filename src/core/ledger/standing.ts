import type { Change } from '../change/change.ts';
import type { Direction, SeenRule, Tuple } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';

/** A rule that stands, with where it came from. Content may be unknown (`protocol: null`), existence unsure. */
export interface StandingRule extends SeenRule {
  /** The rule id, else its tuple: what its register is kept under. */
  readonly key: string;
  /** False when it only may stand: several orders of one second fit, or it depends on something unknown. */
  readonly sure: boolean;
  /** Other contents that it may have instead: it was rewritten twice in one second. */
  readonly or?: readonly SeenRule[];
  /** The change that made it; `null` when it stood before the first record. */
  readonly born: Change | null;
  /** The change that gave it its present content; `null` likewise. */
  readonly since: Change | null;
}

/** What is known of a group at a moment beside its rules. */
export interface GroupFrame {
  /** How many of its rules have a content that is not wholly known. */
  readonly untold: number;
  readonly exists: 'yes' | 'no' | 'unknown';
  /** When a record says that it was deleted. */
  readonly ended: Instant | null;
  /** All its rules are known: it was created in the records, or a snapshot showed it. */
  readonly anchored: boolean;
  /** A rule went or was rewritten by an id that nobody told: it may have been any without an id. */
  readonly muted: boolean;
  readonly name: string | null;
  readonly vpc: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** A group as folded from evidence up to a moment, for reading. */
export interface FoldedGroup extends GroupFrame {
  /** By key. */
  readonly rules: ReadonlyMap<string, StandingRule>;
  /** How many times a rule was put or dropped: as long as it is the same, so are the rules. */
  readonly writes: number;
}

/** One write to the rules of a group: a rule that was put last, or the key of one that was dropped. */
export type RuleWrite = StandingRule | string;

/** The same while it is folded. Owned by the fold, which writes to it. */
export interface GroupState extends FoldedGroup {
  /** Written by `put` and `drop` only, and `untold` with it. */
  readonly rules: Map<string, StandingRule>;
  /** Key by tuple. */
  readonly tuples: Map<string, string>;
  /** When a rule went, by key and id, and by tuple: a live look may still show it for a while. */
  readonly gone: Map<string, Instant>;
  /** The last of these times. */
  lastGone: Instant;
  /** Where each write is kept, in order; `null` = nowhere. */
  readonly written: RuleWrite[] | null;
  writes: number;
  untold: number;
  exists: GroupFrame['exists'];
  ended: Instant | null;
  anchored: boolean;
  muted: boolean;
  name: string | null;
  vpc: string | null;
  tags: GroupFrame['tags'];
}

/** Puts a rule into the state, in place of what was under its key. */
export function put(state: GroupState, rule: StandingRule): void {
  drop(state, rule.key);
  write(state, rule);
  if (!isTold(rule)) state.untold += 1;
  const own = tupleKey(rule);
  if (own !== null) state.tuples.set(own, rule.key);
  for (const each of rule.or ?? none) {
    const tuple = tupleKey(each);
    if (tuple !== null && !state.tuples.has(tuple)) state.tuples.set(tuple, rule.key);
  }
}

/** Writes to the rules and to nothing that follows from them. */
export function write(state: Pick<GroupState, 'rules' | 'written' | 'writes'>, each: RuleWrite): void {
  if (typeof each === 'string') state.rules.delete(each);
  else state.rules.set(each.key, each);
  state.written?.push(each);
  state.writes += 1;
}

/** Takes a rule out of the state. */
export function drop(state: GroupState, key: string): void {
  const rule = state.rules.get(key);
  if (rule === undefined) return;
  write(state, key);
  if (!isTold(rule)) state.untold -= 1;
  const own = tupleKey(rule);
  if (own !== null && state.tuples.get(own) === key) state.tuples.delete(own);
  for (const each of rule.or ?? none) {
    const tuple = tupleKey(each);
    if (tuple !== null && state.tuples.get(tuple) === key) state.tuples.delete(tuple);
  }
}

const none: readonly SeenRule[] = [];

/** Another rule has this tuple now, so that no other of the group can: what seemed to has gone unseen, or is something else. */
export function yieldTuple(state: GroupState, tuple: string): StandingRule | null {
  const holder = findByTuple(state, tuple);
  if (holder === null) return null;
  drop(state, holder.key);
  const [first, ...or] = contentsOf(holder).filter((each) => tupleKey(each) !== tuple);
  if (first !== undefined) put(state, { ...holder, ...contentOf(first), or, sure: false });
  return holder;
}

/** What a rule may hold: its content, and others where two rewrites of one second left it open. */
export function contentsOf(rule: StandingRule): readonly SeenRule[] {
  return rule.or === undefined ? [rule] : [rule, ...rule.or];
}

/** The identity of a rule without an id: EC2 holds no two rules of one tuple in a group. `null` when content is unknown. */
export function tupleKey(rule: SeenRule): string | null {
  const { direction, protocol, ports, peer } = rule;
  if (protocol === null || peer === null) return null;
  return `${direction ?? '?'} ${protocol} ${ports === null ? '*' : `${ports[0]}-${ports[1]}`} ${peer.value}`;
}

/** Whether nobody tells what a rule permits: it has no tuple. */
export function isBlank({ protocol, peer }: SeenRule): boolean {
  return protocol === null || peer === null;
}

/** A rule that its group only may have been made with, while nothing that nobody named can have touched it. */
export function isMaybe(state: GroupState, rule: StandingRule): boolean {
  if (rule.sure || state.muted || rule.since?.kind !== 'group-created') return false;
  return rule.since.maybe.some((other) => tupleKey(other) === tupleKey(rule));
}

/** The rule as a tuple, when all of its content is known. */
export function tupleOf(rule: SeenRule): Tuple | null {
  const { direction, protocol, ports, peer } = rule;
  return direction === null || protocol === null || peer === null ? null : { direction, protocol, ports, peer };
}

function isTold(rule: StandingRule): boolean {
  return isTuple(rule) && (rule.or === undefined || rule.or.every(isTuple));
}

/** Whether all of a rule's content is known. */
export function isTuple(rule: SeenRule): rule is SeenRule & Tuple {
  return rule.direction !== null && rule.protocol !== null && rule.peer !== null;
}

/** Whether nothing about the group's rules is unknown. */
export function isComplete(state: Pick<GroupFrame, 'anchored' | 'untold'>): boolean {
  return state.anchored && state.untold === 0;
}

/** The standing rule that evidence speaks of: by id, else by tuple (a record without ids, or a rule older than ids). */
export function find(state: GroupState, rule: SeenRule): StandingRule | null {
  const byId = rule.id === null ? undefined : state.rules.get(rule.id);
  if (byId !== undefined) return byId;
  const tuple = tupleKey(rule);
  const found = tuple === null ? null : findByTuple(state, tuple);
  return found !== null && (rule.id === null || found.id === null) ? found : null;
}

/** The standing rule of a tuple. */
export function findByTuple(state: GroupState, tuple: string): StandingRule | null {
  const key = state.tuples.get(tuple);
  return key === undefined ? null : (state.rules.get(key) ?? null);
}

/** Rules of a direction (`null`: of either) whose ids no evidence told. */
export function unnamedRules(state: GroupState, direction: Direction | null): readonly StandingRule[] {
  const found: StandingRule[] = [];
  for (const rule of state.rules.values()) {
    if (rule.id !== null) continue;
    if (direction === null || rule.direction === null || rule.direction === direction) found.push(rule);
  }
  return found;
}

/** What is certain of these rules is only possible from now on. */
export function doubt(state: GroupState, rules: Iterable<StandingRule>, at: Instant): void {
  for (const rule of [...rules]) {
    put(state, { ...rule, sure: false });
    markGone(state, rule, at);
  }
}

/** Remembers when a rule went, or may have. */
export function markGone(state: GroupState, rule: StandingRule, at: Instant): void {
  state.gone.set(rule.key, at);
  state.lastGone = Math.max(state.lastGone, at);
  if (rule.id !== null && rule.id !== rule.key) state.gone.set(rule.id, at);
  const tuple = tupleKey(rule);
  if (tuple !== null && tuple !== rule.key) state.gone.set(rule.id === null ? tuple : withId(tuple), at);
}

/**
 * When a rule that a look shows last went; minus infinity when it never did. Rule ids are never given again: one that is
 * shown under another id than the one that went was made anew.
 */
export function wentAt({ gone }: Pick<GroupState, 'gone'>, rule: SeenRule): Instant {
  if (gone.size === 0) return Number.NEGATIVE_INFINITY;
  const tuple = tupleKey(rule);
  const own = rule.id ?? (tuple === null ? '' : withId(tuple));
  const times = [own, tuple].map((key) => gone.get(key ?? '') ?? Number.NEGATIVE_INFINITY);
  return Math.max(...times);
}

/** What a rule that went is remembered by beside its id. */
function withId(tuple: string): string {
  return `by id ${tuple}`;
}

/** From now on there may be rules that nobody told. */
export function loseTrack(state: GroupState): void {
  state.anchored = false;
}

/** Whether a record lost what it did to a rule: neither id nor content is told (CloudTrail cuts long fields). */
export function isLost(rule: SeenRule, change: Change): boolean {
  return rule.id === null && (isBlank(rule) || change.kind === 'rules-modified');
}

/** A rule without what is known of its standing. */
export function contentOf({ id, direction, protocol, ports, peer, description }: SeenRule): SeenRule {
  return { id, direction, protocol, ports, peer, description };
}
