import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import type { TrailRecord } from '../trail/record.ts';
import type { Change } from './change.ts';

type WithoutRecord<T> = T extends unknown ? Omit<T, 'record' | 'ordinal'> : never;

/** A change before it is tied to its record. */
export type Draft = WithoutRecord<Change>;

/** What a call's reader tells: changes, and a sentence for each part of the record that it could not read. */
export interface CallReading {
  readonly changes: readonly Draft[];
  readonly misread?: readonly string[];
}

/**
 * A CloudTrail call that is watched. `perimeter` calls change rules, groups, tags or lists by themselves and are always
 * read; `attachment` calls put groups on things (or make default groups) and are far more numerous.
 */
export interface WatchedCall {
  readonly service: string;
  readonly call: string;
  readonly tier: 'perimeter' | 'attachment';
  /** What the call can do to the perimeter, for `docs/watched-calls.md`. */
  readonly effect: string;
  readonly read: (record: TrailRecord) => CallReading;
}

/**
 * The parameters of a call in one spelling. EC2's wrapped rendering puts them under `<Call>Request` in Pascal case; the
 * classic one and other services give them bare. `tag` (the list position) is dropped: it is no AWS tag.
 */
export function requestOf(record: TrailRecord): JsonObject {
  return bare(record.request, `${record.call}Request`);
}

/** The answer of a call in one spelling; `{}` for failed calls, whose answer is null. */
export function responseOf(record: TrailRecord): JsonObject {
  return bare(record.response, `${record.call}Response`);
}

function bare(value: Json, wrapper: string): JsonObject {
  if (!isObject(value)) return {};
  const wrapped = value[wrapper];
  if (wrapped === undefined) return value;
  const spelled = lowered(wrapped);
  return isObject(spelled) ? spelled : {};
}

function lowered(value: Json): Json {
  if (Array.isArray(value)) return value.map(lowered);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, held]) => held !== undefined && !(key === 'tag' && /^\d+$/.test(String(held))) && key !== 'xmlns')
      .map(([key, held]) => [key.charAt(0).toLowerCase() + key.slice(1), lowered(held!)]),
  );
}
