import { type Effect, noEffect } from '../reach/bounds.ts';
import { netOf } from './net.ts';
import { type StandingRule, tupleKey } from './standing.ts';
import type { Moment } from './timeline.ts';
import type { Trace } from './trace.ts';

/** What is different between two moments of a group. A rule that came back with the same content is no difference. */
export interface Difference {
  readonly removed: readonly StandingRule[];
  readonly added: readonly StandingRule[];
  readonly unchanged: number;
  readonly effect: Effect;
  readonly tags: { readonly set: Readonly<Record<string, string>>; readonly removed: readonly string[] };
}

/** Compares two moments of one history, the earlier one first: rules by content, reach by what its traces come to. */
export function differenceOf(from: Moment, to: Moment, traces: readonly Trace[]): Difference {
  const [had, has] = [byContent(from), byContent(to)];
  const removed = [...had].filter(([key]) => !has.has(key)).map(([, rule]) => rule);
  const added = [...has].filter(([key]) => !had.has(key)).map(([, rule]) => rule);
  const between = traces.slice(from.place, to.place);
  const effect = between.length === 0 ? noEffect : netOf(between).effect;
  return { removed, added, unchanged: has.size - added.length, effect, tags: tagsBetween(from, to) };
}

function byContent(moment: Moment): ReadonlyMap<string, StandingRule> {
  return new Map(moment.rules.map((rule) => [tupleKey(rule) ?? rule.key, rule]));
}

/** A tag that nobody told before is no news when the first to tell all tags shows it. */
function tagsBetween(from: Moment, to: Moment): Difference['tags'] {
  const isNews = (key: string): boolean => from.tagsKnown || !to.tagsKnown || Object.hasOwn(from.tags, key);
  const set = Object.entries(to.tags).filter(([key, value]) => from.tags[key] !== value && isNews(key));
  return {
    set: Object.fromEntries(set),
    removed: Object.keys(from.tags).filter((key) => !Object.hasOwn(to.tags, key)),
  };
}
