import { readdirSync, readFileSync } from 'node:fs';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';

/** Names of all records of this folder, without `.json`. */
export const recordNames: readonly string[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

/** One record of this folder: a CloudTrail record as a log file holds it. */
export function loadRecord(name: string): JsonObject {
  return JSON.parse(readFileSync(`${import.meta.dirname}/${name}.json`, 'utf8')) as JsonObject;
}
