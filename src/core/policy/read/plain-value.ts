import { isObject, type Json } from '../../leaf/canonical.ts';

/** The value at a path of keys and places, or nothing; keys that every object inherits are not there. */
export function valueAt(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let found = value;
  for (const step of path) {
    if (typeof step === 'number') found = listOf(found)[step];
    else found = isObject(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}

/** Keys and values of an object in the order of its keys; none of anything else. */
export function membersOf(value: Json | undefined): readonly (readonly [string, Json])[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .sort()
    .flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]] as const]));
}

/** The elements of a list; none of anything else. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The texts of a list, in their places: what is no text becomes an empty one. */
export function textsOf(value: Json | undefined): readonly string[] {
  return listOf(value).map((each) => (typeof each === 'string' ? each : ''));
}

/** The text at a path; `null` when there is none. */
export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | null {
  const found = valueAt(value, ...path);
  return typeof found === 'string' ? found : null;
}

/** The number at a path; `null` when there is none. */
export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number | null {
  const found = valueAt(value, ...path);
  return typeof found === 'number' ? found : null;
}
