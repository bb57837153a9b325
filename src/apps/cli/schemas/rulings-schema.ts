import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { number, object } from '../../../core/plan/schema-words.ts';
import { severities } from '../../../core/policy/scale.ts';

const bySeverity = object(Object.fromEntries(severities.map((severity) => [severity, number])));

/** What verdicts come to, in the JSON of every verb that judges. */
export const rulingsProperties: Readonly<Record<string, JsonObject>> = {
  ...{ judged: number, breach: bySeverity, unknown: bySeverity, mayBeWorse: number },
  ...{ permitted: number, clear: number, otherTime: number },
};
