import type { Rule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { ActionRow } from '../tables.ts';

/** The row of an action of which nothing has been done yet. */
export function newAction(intent: Intent, image: readonly Rule[], now: Instant): ActionRow {
  return {
    ...{ intent, image, state: 'due', why: null, attempt: 0, failures: 0, pending: null, lastWrite: null, reads: 0 },
    ...{ goodAt: null, found: null, left: null, lineage: {}, startedAt: now, endedAt: null },
  };
}
