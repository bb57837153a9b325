import { alertKinds } from '../../core/alert/alert.ts';
import type { JsonObject } from '../../core/leaf/canonical.ts';
import { instant, list, maybeText, number, object, oneOf, text, texts } from '../../core/plan/schema-words.ts';
import { severities } from '../../core/policy/scale.ts';

const flag = { type: 'boolean' } as const;
const notes = list(object({ at: instant, say: text }));

const place = object({
  ...{ partition: text, account: text, accountName: maybeText, region: text },
  ...{ on: maybeText, name: maybeText, arn: maybeText, vpc: maybeText, environment: maybeText, owner: maybeText },
});

/** The JSON Schema (2020-12) of what a webhook is sent. Keys may be added; none is taken away or changes its meaning. */
export const messageSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:message:1',
  title: 'A message for people, as it stands now',
  ...object({
    $schema: { const: 'portcullis:message:1' },
    type: {
      ...oneOf('message.first', 'message.update', 'message.again'),
      description: 'not told before; told, and something happened since; told, and people are to be interrupted anew',
    },
    timestamp: { ...instant, description: 'when what it says changed last' },
    data: object({
      id: { ...text, description: 'the same through all revisions' },
      key: { ...text, description: 'what makes two messages one' },
      kind: oneOf(...alertKinds),
      revision: number,
      severity: oneOf(...severities),
      state: oneOf('open', 'waiting', 'acting', 'acknowledged', 'closed', 'accepted', 'told'),
      at: instant,
      updatedAt: instant,
      headline: text,
      status: text,
      short: text,
      facts: list(object({ label: text, lines: texts })),
      place: { anyOf: [place, { type: 'null' }] },
      who: maybeText,
      suspicious: { ...flag, description: 'who did it is to be looked at, even where all is closed' },
      checks: texts,
      history: notes,
      news: { ...number, description: 'how many of `history`, counted from its end, were not told here before' },
      people: list(
        object({ as: oneOf('owner', 'actor', 'escalation'), name: text, slack: maybeText, mail: maybeText }),
      ),
      offers: list(
        object({
          id: oneOf('show', 'revert', 'allow', 'acknowledge', 'approve', 'deny', 'undo'),
          ...{ say: text, command: text },
        }),
      ),
      playbook: maybeText,
      decisions: texts,
      incidents: texts,
      suppressed: { ...number, description: 'how many more were added to it instead of sent' },
      repeated: { ...flag, description: 'an earlier attempt may have arrived' },
      cut: { ...flag, description: 'it was too long, and something was left out' },
    }),
  }),
};
