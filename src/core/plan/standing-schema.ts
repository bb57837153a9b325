import type { JsonObject } from '../leaf/canonical.ts';
import { decisionParts } from './decision-schema.ts';
import { list, maybeInstant, maybeText, object, oneOf, ref, text, texts } from './schema-words.ts';

/** A decision about what stands, or what a file declares, without its parts. */
export const standingShape: JsonObject = object(
  {
    $schema: { const: 'portcullis:decision:1' },
    id: { type: 'string', pattern: '^std_[a-z2-7]{26}$' },
    origin: oneOf('file', 'observed'),
    kind: oneOf('standing', 'declared'),
    place: object({ file: text, address: text }),
    at: maybeInstant,
    region: maybeText,
    account: object({ id: maybeText, name: maybeText, ou: maybeText }),
    on: object({
      kind: oneOf('group'),
      ...{ id: maybeText, name: maybeText, vpc: maybeText, environment: maybeText, owner: maybeText },
      tags: { type: ['object', 'null'], additionalProperties: text },
    }),
    basis: oneOf('exact', 'bounds', 'unknown'),
    effects: { ...list(ref('effect')), description: 'what a plan changes, where the file tells what stood before' },
    stands: list(ref('reachRow')),
    say: text,
    short: text,
    exposure: { type: 'number', minimum: 0, maximum: 100 },
    verdict: ref('verdict'),
    carriers: { type: 'object', additionalProperties: texts, description: 'rules by the check that objects to them' },
    byPlan: { ...texts, description: 'checks that object to what a plan changes' },
  },
  ['byPlan'],
);

/** The JSON Schema (2020-12) of one decision about a group as it stands or is declared. */
export const standingSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:standing:1',
  title: 'What a policy says of a group as it stands, or as a file declares it',
  ...standingShape,
  $defs: decisionParts,
};
