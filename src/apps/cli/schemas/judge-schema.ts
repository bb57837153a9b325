import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { decisionParts } from '../../../core/plan/decision-schema.ts';
import { list, maybeInstant, number, object, ref, text } from '../../../core/plan/schema-words.ts';
import { standingShape } from '../../../core/plan/standing-schema.ts';
import { rulingsProperties } from './rulings-schema.ts';

/** The JSON Schema of what `judge --json` prints. */
export const judgeSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:judge:1',
  title: 'What a policy says of the groups that files declare or list',
  ...object({
    $schema: { const: 'portcullis:judge:1' },
    summary: object({
      files: list(object({ file: text, kind: text, takenAt: maybeInstant, groups: number })),
      policy: text,
      rulings: object(rulingsProperties),
      owed: { ...number, description: 'groups whose findings the backlog knows' },
    }),
    misread: list(object({ file: text, reason: text })),
    decisions: list(ref('standing')),
  }),
  $defs: { ...decisionParts, standing: standingShape },
};
