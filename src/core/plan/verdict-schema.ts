import type { JsonObject } from '../leaf/canonical.ts';
import { modes, responses, severities } from '../policy/scale.ts';
import { digest, list, maybeInstant, maybeText, object, oneOf, ref, text, texts } from './schema-words.ts';

const severity = oneOf(...severities);
const steps = ['would', 'planned', 'waiting', 'running', 'verified', 'partly', 'failed', 'refused', 'superseded'];

/** The parts of a decision's schema that a policy adds, by name. */
export const verdictParts: Readonly<Record<string, JsonObject>> = {
  verdict: object({
    ruling: oneOf('clear', 'permitted', 'breach', 'unknown'),
    severity,
    unknowns: list(object({ what: text, why: text, could: oneOf('raise', 'lower', 'either') })),
    checks: list(ref('checkVerdict')),
    policy: digest,
    engine: text,
    facts: object({ asOf: maybeInstant, of: texts, digest }),
  }),
  checkVerdict: object(
    {
      id: text,
      ruling: oneOf('permitted', 'breach', 'unknown'),
      say: text,
      at: { ...text, description: 'the line that decided, as `portcullis.yaml:24`' },
      severity,
      declared: severity,
      adjusted: list(object({ id: text, by: { type: 'integer', minimum: -2, maximum: 2 }, at: text })),
      excusedBy: maybeText,
      respond: list(oneOf(...responses)),
      playbook: maybeText,
      over: { const: true, description: 'what broke it was open only in between' },
    },
    ['over'],
  ),
  response: object({
    mode: oneOf(...modes),
    steps: list(
      object({
        ...{ id: text, do: oneOf(...responses), rules: texts },
        collateral: { ...texts, description: 'reach that would go with these rules though nobody objects to it' },
        state: oneOf(...steps, 'gone', 'undone'),
        ...{ why: maybeText, approvedBy: texts, verifiedAt: maybeInstant },
      }),
    ),
  }),
};
