import type { JsonObject } from '../leaf/canonical.ts';

export const text = { type: 'string' } as const;
export const maybeText = { type: ['string', 'null'] } as const;
export const texts = { type: 'array', items: text } as const;
export const count = {
  type: 'string',
  pattern: '^[0-9]+$',
  description: 'a count as text, since it may pass 2^53',
} as const;
export const number = { type: 'integer', minimum: 0 } as const;
export const instant = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z$',
} as const;
export const maybeInstant = { anyOf: [instant, { type: 'null' }] } as const;
export const digest = { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } as const;

/** An object with exactly these keys, those in `optional` allowed to be absent. Readers must bear unknown ones: the shape is additive. */
export function object(properties: Readonly<Record<string, JsonObject>>, optional: readonly string[] = []): JsonObject {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: true };
}

/** A list of such values. */
export function list(items: JsonObject): JsonObject {
  return { type: 'array', items };
}

/** A part of the schema by its name. */
export function ref(name: string): JsonObject {
  return { $ref: `#/$defs/${name}` };
}

/** One of these words. */
export function oneOf(...values: readonly string[]): JsonObject {
  return { enum: values };
}
