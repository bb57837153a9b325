import type { Effects } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { planHash } from '../../../core/plan/act/plan-hash.ts';
import { newTask } from '../schedule.ts';
import { type AskRow, type Grant, rowName } from '../tables.ts';
import { tellTask } from '../watch/tell-task.ts';

/** What a question for leave says beside the permission itself. */
export interface AskingLeave extends Pick<AskRow, 'environment' | 'owner' | 'requester'> {
  readonly now: Instant;
  /** Digest of the policy in force. */
  readonly digest: string;
}

/** The question whether others agree to a permission that one alone may not give; who gave it has agreed. */
export function askForGrant(grant: Grant, { now, digest, ...about }: AskingLeave): { ask: AskRow; effects: Effects } {
  const intent: Intent = {
    action: grant.id,
    for: grant.id,
    do: 'undo',
    site: grant.site,
    on: { kind: 'group', id: grant.group },
    aims: [],
    severity: 'none',
    actor: null,
    policy: digest,
  };
  const hash = planHash(intent);
  const ask: AskRow = {
    ...{ hash, intent, image: [], decision: grant.id, ...about, askedAt: now, until: grant.until },
    ...{ approvedBy: [grant.by], state: 'waiting', grant },
  };
  const effects: Effects = {
    rows: [{ ...rowName('ask', hash), value: JSON.stringify(ask), expect: 0 }],
    tasks: [
      newTask('ask-end', hash, grant.until, { hash }),
      tellTask({ about: hash, revision: 0, why: 'ask', due: now, detail: { grant: grant.id } }),
    ],
  };
  return { ask, effects };
}
