import type { RulesChange } from '../change/change.ts';
import { passesForOurs } from '../change/passes-for-ours.ts';
import type { Direction, SeenRule } from '../group/rule.ts';
import { accept, heldBefore, tupleIn } from './accept.ts';
import { type GroupState, tupleKey } from './standing.ts';

type Ways = ReadonlyMap<string, Direction>;
type Held = ReturnType<typeof heldBefore>;

/** The order in which EC2 can have done what it did in one second, and the tuples and rule ids that no order settles. */
interface Order {
  readonly places: readonly number[];
  readonly unclear: ReadonlySet<string>;
}

/**
 * Finds the order of calls of one second: one in which EC2 would have accepted each. So Terraform's revoke-then-authorize
 * and an authorize-then-revoke both come out right. Where several orders fit and end differently, or none fits, what they
 * disagree about is unclear: possible, not certain. Of several that fit the one is taken that has our own calls first:
 * what may be lost by another's call is that one's then, since nobody is asked about ours. Calls that touch nothing in
 * common are looked at apart, but ours come first there too: what a rule permits that we take away in the same second
 * makes up for nothing that another takes.
 */
export function orderOf(state: GroupState, calls: readonly RulesChange[], ways: Ways): Order {
  const keys = calls.map((call) => keysOf(call, state, ways));
  const found = partsOf(keys).map((part) => search(state, calls, part, ways));
  const places = oursFirst(
    calls,
    found.map((each) => each.places),
  );
  const unclear = new Set(found.flatMap((each) => each.unclear));
  const mute = places.filter((place) => isMute(state, calls, calls[place]!));
  if (mute.length > 0) for (const key of doubtedBy(calls, mute)) unclear.add(key);
  const early = mute.filter((place) => !calls[place]!.rules.some((rule) => isMade(calls, rule)));
  return { places: [...early, ...places.filter((place) => !early.includes(place))], unclear };
}

/** Most steps of a search: beyond, an order is taken as it comes, and everything in it is unclear. */
const patience = 2000;

function search(state: GroupState, calls: readonly RulesChange[], places: readonly number[], ways: Ways) {
  if (places.length === 1) return { places, unclear: [] };
  const [ours, theirs] = [true, false].map((own) => places.filter((place) => passesForOurs(calls[place]!) === own));
  const part = [...ours!, ...theirs!];
  const own = part.map((place) => calls[place]!);
  const ends: Held[] = [];
  const seen = new Set<string>();
  let first: readonly number[] | null = null;
  const walk = (held: Held, done: readonly number[]): void => {
    const mark = JSON.stringify([[...done].sort(), [...held].sort()]);
    if (seen.has(mark) || seen.size > patience) return;
    seen.add(mark);
    if (done.length === part.length) {
      first ??= done;
      ends.push(held);
    }
    for (const place of part) {
      const next = done.includes(place) ? null : accept(held, calls[place]!, state, ways);
      if (next !== null) walk(next, [...done, place]);
    }
  };
  walk(heldBefore(state, own, ways), []);
  const isSettled = (key: string) => seen.size <= patience && new Set(ends.map((end) => end.get(key))).size === 1;
  const keys = new Set(own.flatMap((call) => keysOf(call, state, ways)));
  return { places: first ?? part, unclear: [...keys].filter((key) => !isSettled(key)) };
}

/**
 * One order of all parts, each of which keeps its own: up to the last call of ours in each, then what is left. What only
 * brings rules hides nothing of what is lost, and stays where it is.
 */
function oursFirst(calls: readonly RulesChange[], parts: readonly (readonly number[])[]): readonly number[] {
  if (!calls.some(passesForOurs)) return parts.flat();
  const brings = (part: readonly number[]) => part.every((place) => calls[place]!.kind === 'rules-added');
  const cuts = parts.map((part) =>
    brings(part) ? part.length : part.findLastIndex((place) => passesForOurs(calls[place]!)) + 1,
  );
  return [
    ...parts.flatMap((part, at) => part.slice(0, cuts[at])),
    ...parts.flatMap((part, at) => part.slice(cuts[at])),
  ];
}

/** Whether a call tells nothing of a rule but an id that is not known: it may belong to any rule whose id is not told. */
function isMute(state: GroupState, calls: readonly RulesChange[], call: RulesChange): boolean {
  const isBare = (rule: SeenRule) => call.kind === 'rules-modified' || tupleKey(rule) === null;
  const isKnown = (rule: SeenRule) => rule.id === null || state.rules.has(rule.id) || isMade(calls, rule);
  return call.kind !== 'rules-added' && call.rules.some((rule) => isBare(rule) && !isKnown(rule));
}

function isMade(calls: readonly RulesChange[], { id }: SeenRule): boolean {
  return calls.some((call) => call.kind === 'rules-added' && call.rules.some((rule) => id !== null && rule.id === id));
}

/** What such calls make unclear: all tuples without ids of their second, and their own ids where one of those goes. */
function doubtedBy(calls: readonly RulesChange[], mute: readonly number[]): readonly string[] {
  const bare = calls.flatMap((call) => call.rules.filter((rule) => rule.id === null).map(tupleKey));
  const goes = calls.some((call) => call.kind === 'rules-removed' && call.rules.some((rule) => rule.id === null));
  const ids = goes ? mute.flatMap((place) => calls[place]!.rules.map((rule) => rule.id)) : [];
  return [...bare, ...ids].filter((key) => key !== null);
}

/** Tuples and ids that a call may change hands of. */
function keysOf(call: RulesChange, state: GroupState, ways: Ways): readonly string[] {
  return call.rules.flatMap((rule) => {
    const known = rule.id === null ? undefined : state.rules.get(rule.id);
    return [tupleIn(call, rule, state, ways), rule.id, known === undefined ? null : tupleKey(known)].filter(
      (key) => key !== null,
    );
  });
}

/** Parts of the calls that have no key in common. */
function partsOf(keys: readonly (readonly string[])[]): readonly (readonly number[])[] {
  const parts: { places: number[]; keys: Set<string> }[] = [];
  for (const [place, own] of keys.entries()) {
    const met = parts.filter((part) => own.some((key) => part.keys.has(key)));
    const joined = { places: [...met.flatMap((part) => part.places), place].sort((a, b) => a - b), keys: new Set(own) };
    for (const part of met) {
      for (const key of part.keys) joined.keys.add(key);
      parts.splice(parts.indexOf(part), 1);
    }
    parts.push(joined);
  }
  return parts.map((part) => part.places);
}
