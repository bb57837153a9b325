import type { Instant } from '../leaf/instant.ts';
import type { Intent } from '../plan/act/intent.ts';
import { sayAim } from '../plan/act/say-aim.ts';

/** A question to people, as far as a message tells of it. */
export interface QuestionView {
  /** `pln_…`: what an answer is bound to. */
  readonly hash: string;
  readonly decision: string;
  /** The action that a yes begins (`act_…`). */
  readonly action: string;
  readonly do: Intent['do'];
  readonly aims: readonly string[];
  readonly until: Instant;
  readonly state: 'waiting' | 'approved' | 'denied' | 'expired';
  readonly approvedBy: readonly string[];
  /** What is asked for is a permission: a yes lets it stand for a while. */
  readonly permits: boolean;
}

/** What a view is made of: the row of a question has it all. */
export interface QuestionKnown {
  readonly hash: string;
  readonly intent: Intent;
  readonly decision: string;
  readonly until: Instant;
  readonly approvedBy: readonly string[];
  readonly state: QuestionView['state'];
  readonly grant?: unknown;
}

/** A question for people, of its row. */
export function viewQuestion({ intent, grant, ...row }: QuestionKnown): QuestionView {
  return {
    hash: row.hash,
    decision: row.decision,
    action: intent.action,
    do: intent.do,
    aims: intent.aims.map(sayAim),
    until: row.until,
    state: row.state,
    approvedBy: row.approvedBy,
    permits: grant !== undefined,
  };
}
