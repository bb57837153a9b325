import type { ObservedGroup } from './observed.ts';

/** A tag key that may tell environment or owner. */
export interface PickedTag {
  readonly key: string;
  /** Groups that have it. */
  readonly groups: number;
  /** Its values with the number of groups, most frequent first. */
  readonly values: readonly (readonly [string, number])[];
}

/** Tag keys by what they probably tell, the most used first. */
export interface PickedContexts {
  readonly environment: readonly PickedTag[];
  readonly owner: readonly PickedTag[];
}

const environmentKeys = /^(app|service|deployment)?[-_:. ]?(env|environment|stage|environmentname|env_?name)$/i;
const ownerKeys = /^(service|app|business|technical)?[-_:. ]?(owner|team|squad|owned[-_ ]?by|maintainer|contact)$/i;

/** What people call environments, and what production is also called. */
const environmentWords =
  /^(prod|production|prd|live|stage|staging|stg|preprod|pre-prod|uat|qa|test|testing|int|dev|development|sandbox|tools|shared|mgmt)$/i;
const wordOfProd = /^(production|prd|live|prod)$/i;
const wordOfNone = /^(non|not|no|pre|post)$/i;

/** Whether a key tells environments by its name; others are only guessed, by their values. */
export function isEnvironmentKey(key: string): boolean {
  return environmentKeys.test(key);
}

/** Whether a value is what people call an environment; any other may be a slip, or made up. */
export function isEnvironmentWord(value: string): boolean {
  return environmentWords.test(value);
}

/**
 * Finds the tag keys that hold environments and owners: by their names, then by values that are words for environments.
 */
export function pickContexts(groups: readonly ObservedGroup[]): PickedContexts {
  const tags = tagsOf(groups);
  const environment = tags.filter(
    ({ key, values }) =>
      isEnvironmentKey(key) ||
      (values.every(([value]) => environmentWords.test(value)) && !ownerKeys.test(key) && values.length > 1),
  );
  const [named, guessed] = [true, false].map((isNamed) =>
    environment.filter(({ key }) => isEnvironmentKey(key) === isNamed),
  );
  return { environment: [...named!, ...guessed!], owner: tags.filter(({ key }) => ownerKeys.test(key)) };
}

/** Values that stand for production (`prd`, `prod-eu-1`, not `non-prod`), so that `prod` means all of them. */
export function namesOfProd(tags: readonly PickedTag[]): readonly string[] {
  const values = tags.flatMap(({ values }) => values.map(([value]) => value));
  return [...new Set(values)].filter((value) => value !== 'prod' && isProd(value)).sort();
}

function isProd(value: string): boolean {
  const words = value.split(/[^\p{L}]+/u);
  return words.some((word) => wordOfProd.test(word)) && !words.some((word) => wordOfNone.test(word));
}

function tagsOf(groups: readonly ObservedGroup[]): readonly PickedTag[] {
  const counts = new Map<string, Map<string, number>>();
  for (const { tags } of groups) {
    for (const [key, value] of Object.entries(tags)) {
      if (key.startsWith('aws:') || value === '') continue;
      const values = counts.get(key) ?? new Map<string, number>();
      counts.set(key, values.set(value, (values.get(value) ?? 0) + 1));
    }
  }
  return [...counts]
    .map(([key, values]) => ({
      key,
      groups: [...values.values()].reduce((sum, each) => sum + each, 0),
      values: [...values].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)),
    }))
    .sort((a, b) => b.groups - a.groups || (a.key < b.key ? -1 : 1));
}
