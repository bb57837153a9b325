import { isDeeper, type Json } from '../leaf/canonical.ts';

/** The deepest CloudTrail record has some 20 levels; what is deeper than this would overflow whoever walks it. */
export const maxLevels = 256;

/** Tells whether brackets nest deeper than `maxLevels`; it goes no deeper itself, so it survives what it looks for. */
export function isTooDeep(json: Json): boolean {
  return isDeeper(json, maxLevels);
}
