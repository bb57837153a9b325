import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { decisionParts } from '../../../core/plan/decision-schema.ts';
import { standingShape } from '../../../core/plan/standing-schema.ts';
import { rulingsProperties } from './rulings-schema.ts';

const number = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;

function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: true };
}

/** The JSON Schema of what `judge --json` prints. */
export const judgeSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:judge:1',
  title: 'What a policy says of the groups that files declare or list',
  ...object({
    $schema: { const: 'portcullis:judge:1' },
    summary: object({
      files: {
        type: 'array',
        items: object({ file: text, kind: text, takenAt: { type: ['string', 'null'] }, groups: number }),
      },
      policy: text,
      rulings: object(rulingsProperties),
      owed: { ...number, description: 'groups whose findings the backlog knows' },
    }),
    misread: { type: 'array', items: object({ file: text, reason: text }) },
    decisions: { type: 'array', items: { $ref: '#/$defs/standing' } },
  }),
  $defs: { ...decisionParts, standing: standingShape },
};
