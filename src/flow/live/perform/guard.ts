import type { Intent } from '../../../core/plan/act/intent.ts';
import { refusedBy } from '../../../core/plan/act/refused-by.ts';
import type { Tables } from '../tables.ts';
import type { DecidedAgain } from './decide-again.ts';
import { grantFor } from './granted.ts';
import type { Known } from './know.ts';
import { tagGuards } from './tag-guards.ts';

/** What of an intent may be done now, and why not the rest. */
export interface Guarded {
  /** Without what a person has permitted meanwhile; `null` where nothing is left. */
  readonly intent: Intent | null;
  readonly refused: string | null;
}

/** Asks everything that may forbid an action, by what is known now. `unproven`: why nobody might hear of what is done. */
export function guard(
  stopped: Tables['switch'] | null,
  { at, judging, memory, read }: Known,
  decided: DecidedAgain,
  stored: Intent,
  unproven: string | null = null,
): Guarded {
  const { live } = read;
  const group = live.kind === 'group' ? live.group : null;
  const grants = memory.grants.filter((each) => each.group === memory.subject);
  const wanted = decided.intent;
  const given = (wanted?.aims ?? stored.aims).map((aim) => ({
    aim,
    grant: stored.do === 'undo' ? null : grantFor(aim, grants, at),
  }));
  const aims = given.filter(({ grant }) => grant === null).map(({ aim }) => aim);
  const { account } = stored.site;
  const tags = tagGuards({ tags: group?.tags ?? {}, evidence: memory.evidence, policy: judging.policy, account });
  const refused = refusedBy({
    intent: stored,
    policy: judging.policy,
    environment: decided.environment,
    group: { id: stored.on.id, name: group?.name ?? null },
    ...tags,
    stopped,
    unproven,
    granted: aims.length === 0 ? (given[0]?.grant?.id ?? null) : null,
    now: at,
  });
  return { intent: wanted === null || aims.length === 0 ? null : { ...wanted, aims }, refused };
}
