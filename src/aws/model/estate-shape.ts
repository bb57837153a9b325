import { isObject, type Json } from '../../core/leaf/canonical.ts';

/** Says where a value is not what was expected; `null` when it is. */
export type Shape = (value: Json | undefined, at: string) => string | null;

export const text: Shape = (value, at) => (typeof value === 'string' ? null : unlike('text', value, at));
export const number: Shape = (value, at) => (Number.isFinite(value) ? null : unlike('a number', value, at));
export const flag: Shape = (value, at) => (typeof value === 'boolean' ? null : unlike('true or false', value, at));

/** The value, or null. */
export function orNull(shape: Shape): Shape {
  return (value, at) => (value === null ? null : shape(value, at));
}

/** The value, or none. */
export function orAbsent(shape: Shape): Shape {
  return (value, at) => (value === undefined ? null : shape(value, at));
}

/** One of some words. */
export function word(...words: readonly string[]): Shape {
  return (value, at) =>
    typeof value === 'string' && words.includes(value) ? null : unlike(words.join('|'), value, at);
}

/** A list of likes. */
export function listOf(shape: Shape): Shape {
  return (value, at) =>
    Array.isArray(value)
      ? first(value.map((each: Json, n) => () => shape(each, `${at}[${n}]`)))
      : unlike('a list', value, at);
}

/** An object with just these members. */
export function object(members: Readonly<Record<string, Shape>>): Shape {
  return (value, at) => {
    if (!isObject(value)) return unlike('an object', value, at);
    const extra = Object.keys(value).find((key) => !Object.hasOwn(members, key));
    if (extra !== undefined)
      return `expected nothing but ${Object.keys(members).join(', ')} in \`${at}\`, found \`${extra}\``;
    return first(
      Object.entries(members).map(
        ([key, shape]) =>
          () =>
            shape(value[key], `${at}.${key}`),
      ),
    );
  };
}

/** Texts by any name. */
export const texts: Shape = (value, at) =>
  isObject(value)
    ? first(
        Object.entries(value).map(
          ([key, each]) =>
            () =>
              text(each, `${at}.${key}`),
        ),
      )
    : unlike('an object', value, at);

function first(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const found = check();
    if (found !== null) return found;
  }
  return null;
}

function unlike(expected: string, value: Json | undefined, at: string): string {
  const found = value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 40);
  return `expected ${expected} in \`${at}\`, found \`${found}\``;
}
