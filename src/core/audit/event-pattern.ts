import type { Json } from '../leaf/canonical.ts';
import { fitsGlob } from '../policy/glob.ts';

/** Whether a pattern lets something through: `narrowed` = it also asks what is not known of it here. */
export type Passes = 'yes' | 'narrowed' | 'no';

/**
 * Whether a pattern of EventBridge lets the record of a call through, by what is known of every such record: `source`,
 * `detail-type`, `detail.eventSource` and `detail.eventName`.
 * Source: EventBridge user guide, "Comparison operators for use in event patterns".
 */
export function patternPasses(pattern: Json, service: string, call: string): Passes {
  return within(pattern, {
    source: `aws.${service}`,
    'detail-type': 'AWS API Call via CloudTrail',
    detail: { eventSource: `${service}.amazonaws.com`, eventName: call },
  });
}

type Known = string | { readonly [key: string]: Known };

function within(pattern: Json, known: Known | undefined): Passes {
  if (isList(pattern)) return typeof known === 'string' ? anyOf(pattern.map((each) => leaf(each, known))) : 'narrowed';
  if (pattern === null || typeof pattern !== 'object') return 'no';
  const parts = Object.entries(pattern).map(([key, under = null]): Passes => {
    if (key === '$or') return isList(under) ? anyOf(under.map((each) => within(each, known))) : 'no';
    return within(under, known === undefined || typeof known === 'string' ? undefined : own(known, key));
  });
  return parts.includes('no') ? 'no' : parts.includes('narrowed') ? 'narrowed' : 'yes';
}

function own(known: { readonly [key: string]: Known }, key: string): Known | undefined {
  return Object.hasOwn(known, key) ? known[key] : undefined;
}

function anyOf(all: readonly Passes[]): Passes {
  return all.includes('yes') ? 'yes' : all.includes('narrowed') ? 'narrowed' : 'no';
}

/** One value of a leaf: a text, or an operator on it. */
function leaf(asked: Json, text: string): Passes {
  if (typeof asked === 'string') return asked === text ? 'yes' : 'no';
  if (asked === null || typeof asked !== 'object' || isList(asked)) return 'no';
  const [[name, what = null] = ['', null]] = Object.entries(asked);
  switch (name) {
    case 'exists':
      return what === true ? 'yes' : 'no';
    case 'anything-but':
      return anyOf(listed(what).map((each) => leaf(each, text))) === 'no' ? 'yes' : 'no';
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return anyOf(listed(what).map((each) => (fits(name, each, text) ? 'yes' : 'no')));
    default:
      return 'no';
  }
}

function fits(name: 'prefix' | 'suffix' | 'equals-ignore-case' | 'wildcard', what: Json, text: string): boolean {
  if (what !== null && typeof what === 'object' && !isList(what) && typeof what['equals-ignore-case'] === 'string')
    return fits(name, what['equals-ignore-case'].toLowerCase(), text.toLowerCase());
  if (typeof what !== 'string') return false;
  switch (name) {
    case 'prefix':
      return text.startsWith(what);
    case 'suffix':
      return text.endsWith(what);
    case 'equals-ignore-case':
      return text.toLowerCase() === what.toLowerCase();
    case 'wildcard':
      // A `?` is no sign of EventBridge's, and stands in no name of a call.
      return !what.includes('?') && fitsGlob(what, text);
  }
}

function listed(what: Json): readonly Json[] {
  return isList(what) ? what : [what];
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
