import type { JsonObject } from '../../leaf/canonical.ts';
import { policyShape } from './policy-shape.ts';
import type { ObjectShape, Shape } from './shape.ts';

/** The JSON Schema (2020-12) of a shape. It lets through a little more than the check: only that one knows whole formats. */
export function schemaOf(shape: Shape): JsonObject {
  switch (shape.kind) {
    case 'object':
      return schemaOfObject(shape);
    case 'cases':
      return { anyOf: [schemaOf(shape.lacks), schemaOf(shape.has)] };
    case 'map':
      return { ...anyMap(shape.of), propertyNames: { pattern: shape.ids.pattern }, description: shape.say };
    case 'per-environment': {
      const map = { ...anyMap(shape.of), required: ['else'] };
      return shape.plain ? { anyOf: [schemaOf(shape.of), map] } : map;
    }
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), minItems: shape.atLeast };
    case 'words':
      return { enum: shape.words };
    case 'text':
      return { type: 'string', pattern: shape.format.pattern, description: shape.format.say };
    case 'integer':
      if (shape.max - shape.min >= 10) return { type: 'integer', minimum: shape.min, maximum: shape.max };
      return { enum: wholeNumbers(shape.min, shape.max).filter((each) => !shape.but.includes(each)) };
    case 'boolean':
      return { type: 'boolean' };
  }
}

/** The JSON Schema of a policy file, for editors. */
export const policySchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:policy:1',
  title: 'A policy of Portcullis',
  ...schemaOf(policyShape),
};

function anyMap(of: Shape): JsonObject {
  return { type: 'object', additionalProperties: schemaOf(of) };
}

function schemaOfObject({ keys, pick, say }: ObjectShape): JsonObject {
  const properties = Object.fromEntries(
    Object.entries(keys).map(([key, { shape, say }]) => [key, { ...schemaOf(shape), description: say }]),
  );
  const required = Object.keys(keys).filter((key) => keys[key]!.required);
  const whole = { type: 'object', properties, required, additionalProperties: false, description: say };
  if (pick === null) return whole;
  const ways = Object.keys(keys).map((key) =>
    pick === 'one or more'
      ? { required: [key] }
      : { required: [key], properties: { [key]: {} }, additionalProperties: false },
  );
  return { ...whole, anyOf: ways };
}

function wholeNumbers(min: number, max: number): number[] {
  return Array.from({ length: max - min + 1 }, (_, n) => min + n);
}
