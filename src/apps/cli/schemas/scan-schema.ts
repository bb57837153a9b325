import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { decisionParts, decisionShape } from '../../../core/plan/decision-schema.ts';
import { exposedToWords } from '../../../core/plan/exposed-to.ts';
import { list, maybeInstant, maybeText, number, object, ref, text, texts } from '../../../core/plan/schema-words.ts';
import { rulingsProperties } from './rulings-schema.ts';

/** The JSON Schema of what `scan --json` prints. */
export const scanSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:scan:1',
  title: 'All that was found in an archive',
  ...object({
    $schema: { const: 'portcullis:scan:1' },
    summary: object(
      {
        judged: object({ policy: text, ...rulingsProperties }),
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
      },
      ['judged'],
    ),
    decisions: list(ref('decision')),
    unreadable: list(object({ file: text, record: { type: ['integer', 'null'] }, eventId: maybeText, reason: text })),
  }),
  $defs: { ...decisionParts, decision: decisionShape },
};
