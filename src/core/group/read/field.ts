import { isDeeper, isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';

/** The text at a key, numbers and booleans included (both EC2 renderings guess types); `null` when absent, empty or no scalar. */
export function text(value: Json | undefined, key: string): string | null {
  const found = isObject(value) ? value[key] : undefined;
  return typeof found === 'string'
    ? found || null
    : typeof found === 'number' || typeof found === 'boolean'
      ? String(found)
      : null;
}

/** The object at a key; a JSON text of an object is opened (Athena, CloudTrail Lake); `null` when there is none. */
export function object(value: Json | undefined, key: string): JsonObject | null {
  const found = opened(isObject(value) ? value[key] : undefined);
  return isObject(found) ? found : null;
}

/** A value that may be JSON written as text: Athena and CloudTrail Lake export parameters so. Bottomless text stays text. */
export function opened(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    const json = JSON.parse(value) as Json;
    return isDeeper(json, 64) ? value : json;
  } catch {
    return value;
  }
}

/**
 * The elements of a list in any of the shapes CloudTrail uses: `{"items":[…]}` and `{}` (classic rendering), one bare
 * object or scalar, an array, `{"content":…,"tag":1}` (wrapped rendering), or a plain array (other services, samples).
 * `item` and `member` serve XML lists that kept their element name.
 */
export function list(value: Json | undefined): readonly Json[] {
  const found = opened(value);
  if (found === undefined || found === null || found === '') return [];
  if (Array.isArray(found)) return found as readonly Json[];
  if (!isObject(found)) return [found];
  for (const key of ['items', 'item', 'member']) if (found[key] !== undefined) return list(found[key]);
  return Object.keys(found).length === 0 ? [] : [found];
}

/** The scalars of a list, `{"content": …}` and objects with the named key included. */
export function texts(value: Json | undefined, key = 'content'): readonly string[] {
  return list(value).flatMap((each) => {
    const found = isObject(each) ? (text(each, key) ?? text(each, 'content')) : text({ each }, 'each');
    return found === null ? [] : [found];
  });
}

/** An account id as twelve digits: renderings and spreadsheets that made it a number lose leading zeros. */
export function accountId(value: string | null): string | null {
  return value !== null && /^\d{1,12}$/.test(value) ? value.padStart(12, '0') : value;
}

/** What a reader says of a value it cannot use: the beginning of it, never more than 40 characters. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'none';
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return `\`${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}\``;
}
