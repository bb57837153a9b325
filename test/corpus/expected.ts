import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accountId } from '../../src/core/group/read/field.ts';
import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';
import { canonicalCidr } from '../../src/core/net/cidr.ts';

/** One expectation, its placeholders filled from the record it is about. */
export interface Expected {
  readonly line: number;
  readonly record: JsonObject;
  readonly call: string;
  readonly result: string;
  readonly actor: { readonly type: string; readonly via: string; readonly identity: string };
  readonly changes: readonly JsonObject[];
}

const corpus = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** The records lie outside the project: they hold real accounts. Without them there is nothing to compare. */
export const corpusIsHere = existsSync(`${corpus}sg-core.jsonl`);

/** Reads the expectations of one file beside the records they are about. */
export function readExpected(records: string, expected: string): readonly Expected[] {
  const raw = lines(`${corpus}${records}`);
  return lines(fileURLToPath(new URL(expected, import.meta.url))).map((each) => {
    const found = raw[(each.line as number) - 1]!.record as JsonObject;
    const record = isObject(found.detail) ? found.detail : found;
    return { ...(fill(each, record) as unknown as Expected), record };
  });
}

function lines(path: string): readonly JsonObject[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JsonObject);
}

function fill(value: Json, record: JsonObject): Json {
  if (typeof value === 'string')
    return value.replace(/\{([^{}|]+)(?:\|(\w+))?\}/g, (_, path: string, how?: string) => lookUp(record, path, how));
  if (Array.isArray(value)) return value.map((each) => fill(each as Json, record));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [fill(key, record) as string, fill(held!, record)]),
  );
}

function lookUp(record: JsonObject, path: string, how: string | undefined): string {
  const found = path
    .split('.')
    .reduce<Json | undefined>((at, key) => (at as Record<string, Json> | undefined)?.[key], record);
  if (found === undefined) throw new Error(`no ${path} in the record`);
  const text = String(found);
  return how === 'cidr' ? canonicalCidr(text)! : how === 'account' ? accountId(text)! : text;
}
