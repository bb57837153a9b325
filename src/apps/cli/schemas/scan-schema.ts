import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { decisionParts, decisionShape } from '../../../core/plan/decision-schema.ts';
import { exposedToWords } from '../../../core/plan/exposed-to.ts';
import { rulingsProperties } from './rulings-schema.ts';

const number = { type: 'integer', minimum: 0 } as const;
const maybeInstant = { type: ['string', 'null'] } as const;
const texts = { type: 'array', items: { type: 'string' } } as const;

function object(properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: true };
}

/** The same where one key may be absent. */
function withOptional(optional: string, properties: Readonly<Record<string, JsonObject>>): JsonObject {
  return { ...object(properties), required: Object.keys(properties).filter((key) => key !== optional) };
}

/** The JSON Schema of what `scan --json` prints. */
export const scanSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:scan:1',
  title: 'All that was found in an archive',
  ...object({
    $schema: { const: 'portcullis:scan:1' },
    summary: withOptional('judged', {
      judged: object({ policy: { type: 'string' }, ...rulingsProperties }),
      read: object({
        ...{ files: number, records: number, changes: number, attempts: number, copies: number, unreadable: number },
        ...{ first: maybeInstant, last: maybeInstant },
      }),
      selected: object({
        ...{ decisions: number, attempts: number, groups: number, accounts: texts, regions: texts },
        ...{ first: maybeInstant, last: maybeInstant },
        net: object({ acts: number, changes: number }),
        exposed: object(Object.fromEntries(exposedToWords.map((word) => [word, number]))),
      }),
    }),
    decisions: { type: 'array', items: { $ref: '#/$defs/decision' } },
    unreadable: {
      type: 'array',
      items: object({
        file: { type: 'string' },
        record: { type: ['integer', 'null'] },
        eventId: { type: ['string', 'null'] },
        reason: { type: 'string' },
      }),
    },
  }),
  $defs: { ...decisionParts, decision: decisionShape },
};
