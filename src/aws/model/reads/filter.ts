import { type Refused, refuse } from '../refusal.ts';
import type { Filter } from '../shape.ts';
import type { Tags } from '../state.ts';

/** What a filter may ask of one thing: the values it has under a name, `null` for a name that is no filter of it. */
export type Facets = (name: string) => readonly string[] | null;

/** The things that all filters fit, `*` and `?` being what they are in EC2 (EC2 user guide, "Filter resources"). */
export function applyFilters<T>(
  things: readonly T[],
  filters: readonly Filter[],
  facetsOf: (thing: T) => Facets,
): readonly T[] | Refused {
  const tests = filters.map(({ Name, Values }) => ({ name: Name, patterns: Values.map(readPattern) }));
  const kept: T[] = [];
  for (const thing of things) {
    const facets = facetsOf(thing);
    let fits = true;
    for (const { name, patterns } of tests) {
      const values = facets(name);
      if (values === null) return refuse('InvalidParameterValue', `The filter '${name}' is invalid`);
      fits &&= values.some((value) => patterns.some((pattern) => pattern.test(value)));
    }
    if (fits) kept.push(thing);
  }
  return kept;
}

/** The facets that everything with tags has: `tag:<key>` and `tag-key`. */
export function tagFacets(tags: Tags, others: Facets): Facets {
  return (name) => {
    if (name === 'tag-key') return Object.keys(tags);
    if (!name.startsWith('tag:')) return others(name);
    const key = name.slice('tag:'.length);
    return Object.hasOwn(tags, key) ? [tags[key]!] : [];
  };
}

function readPattern(text: string): RegExp {
  const signs = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${signs}$`, 's');
}
