import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { severities } from '../../../core/policy/scale.ts';

const number = { type: 'integer', minimum: 0 } as const;
const bySeverity: JsonObject = {
  type: 'object',
  properties: Object.fromEntries(severities.map((severity) => [severity, number])),
  required: [...severities],
  additionalProperties: true,
};

/** What verdicts come to, in the JSON of every verb that judges. */
export const rulingsProperties: Readonly<Record<string, JsonObject>> = {
  ...{ judged: number, breach: bySeverity, unknown: bySeverity, mayBeWorse: number },
  ...{ permitted: number, clear: number, otherTime: number },
};
