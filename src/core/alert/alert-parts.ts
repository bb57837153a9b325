import type { Attachments } from '../facts/facts.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Decision } from '../plan/decision.ts';
import type { Incident, Violation } from '../plan/incident/episodes.ts';
import type { Message } from '../plan/quiet/telling.ts';
import type { Directory } from '../policy/policy.ts';
import type { ActionView } from './action-view.ts';
import type { Note } from './alert.ts';
import type { QuestionView } from './question-view.ts';

/** What a message about changes is written from: all as it stands now, so that it says what is true when it arrives. */
export interface AlertParts {
  readonly row: AlertRow;
  /** The decisions of the message that are shown, with their newest verdicts; those that are not here are counted. */
  readonly decisions: readonly Decision[];
  readonly incidents: readonly Incident[];
  readonly violations: readonly Violation[];
  readonly actions: readonly ActionView[];
  readonly questions: readonly QuestionView[];
  readonly directory: Directory;
  /** What the groups were on when it happened, by decision, where somebody looked. */
  readonly attached?: ReadonlyMap<string, Pick<Attachments, 'count' | 'exposed' | 'partly'>>;
  /** The ledger, as `--ledger` takes it, for the commands that are offered; `null`: without it. Never with a password. */
  readonly ledger: string | null;
  /** The id of the drill that the message is part of. */
  readonly drill?: string;
  /** Somebody looked suspicious by what only the caller knows; refused calls, and what nobody is known to have done, do anyhow. */
  readonly suspicious?: boolean;
  readonly now: Instant;
}

/** A message as it stands, as far as what it says depends on it. */
export interface AlertRow {
  readonly message: Pick<Message, 'id' | 'at' | 'severity' | 'decisions' | 'joined' | 'about' | 'checks'>;
  readonly key: string;
  readonly revision: number;
  readonly notes: readonly Note[];
  readonly updatedAt: Instant;
  readonly acknowledged: { readonly by: string; readonly at: Instant } | null;
  readonly escalation: { readonly at: Instant; readonly to: readonly string[]; readonly done: boolean } | null;
}
