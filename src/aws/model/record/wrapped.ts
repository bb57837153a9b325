import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import type { Era } from './era.ts';

/** A value of the wrapped dialect before it is written: scalars as they are, objects, lists of either. */
export type Plain = undefined | string | number | boolean | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Writes values as EC2's wrapped dialect has them: XML turned into JSON by guessing. A list of one is the thing itself, of
 * several an array, of none no key; its elements carry their place as `tag`; scalars in lists become `{content, tag}`;
 * texts that look like numbers or booleans become them, so that account ids lose their zeros. Before 2019 all was text.
 */
export function writePlain(value: { readonly [key: string]: Plain }, era: Era): JsonObject {
  const fields: [string, Json][] = [];
  for (const [key, each] of Object.entries(value)) {
    const written = writeMember(each, era);
    if (written !== undefined) fields.push([key, written]);
  }
  return Object.fromEntries(fields);
}

function writeMember(value: Plain, era: Era): Json | undefined {
  if (value === undefined) return undefined;
  if (isList(value)) return writeList(value, era);
  return typeof value === 'object' ? writePlain(value, era) : guess(value, era);
}

function writeList(values: readonly Plain[], era: Era): Json | undefined {
  const written = values.map((value, at): JsonObject => {
    const tag = guess(at + 1, era);
    if (typeof value === 'object' && !isList(value)) return { ...writePlain(value, era), tag };
    return { content: guess(value as string, era), tag };
  });
  return written.length > 1 ? written : written[0];
}

function guess(value: string | number | boolean, era: Era): Json {
  if (era < 2019) return String(value);
  if (typeof value !== 'string') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
