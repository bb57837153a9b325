import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import type { Entry, EntryHeader } from './entry.ts';
import { entryKinds } from './entry-body.ts';
import { isHash } from './entry-hash.ts';

/** An entry as it stands in an export: header, digest and hash as they were hashed, the body as the text it is. */
export function writeEntry({ header, digest, hash, body }: Entry): JsonObject {
  return { entry: { ...header }, digest, hash, body };
}

/** Reads an entry of an export, or says why it is none. What is not hashed has no place in it. */
export function readEntry(json: Json): Entry | string {
  if (!isObject(json)) return 'expected a JSON object';
  const { entry, digest, hash, body, ...rest } = json;
  if (Object.keys(rest).length > 0) return `expected nothing else beside an entry, got \`${Object.keys(rest)[0]}\``;
  const header = isObject(entry) ? readHeader(entry) : 'expected the header of an entry';
  if (typeof header === 'string') return header;
  if (!isHash(digest) || !isHash(hash)) return 'expected digest and hash as 64 hexadecimal digits';
  if (body !== null && typeof body !== 'string') return 'expected the body as text, or null where it was erased';
  return { header, digest, hash, body };
}

function readHeader({ v, shard, n, at, kind, key, fence, ...rest }: JsonObject): EntryHeader | string {
  if (v !== 1) return 'expected an entry of version 1';
  if (Object.keys(rest).length > 0) return `expected no key \`${Object.keys(rest)[0]}\` in a header`;
  const known = entryKinds.find((each) => each === kind);
  if (known === undefined) return `expected one of ${entryKinds.join(', ')} as the kind`;
  if (!isCount(shard) || !isCount(n)) return 'expected shard and n as whole numbers from 0';
  if (typeof at !== 'number' || !Number.isSafeInteger(at)) return 'expected at as milliseconds since 1970';
  if (typeof key !== 'string') return 'expected a key';
  if (fence !== null && !isCount(fence)) return 'expected the fence as a whole number, or null';
  return { v, shard, n, at, kind: known, key, fence };
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
