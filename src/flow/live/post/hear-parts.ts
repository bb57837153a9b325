import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import type { OffsetOf } from '../../../core/leaf/zone.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveParts } from '../live-parts.ts';
import type { HearMemory } from './hear-memory.ts';

/** What hearing works with, beside what every worker has. */
export interface HearParts extends Pick<LiveParts, 'store' | 'clock' | 'policy' | 'worker' | 'settings' | 'backlog'> {
  /** The clocks of the routes' zones. */
  readonly offsetOf: OffsetOf;
  readonly post: HearSettings;
  /** The id of the drill that a decision is part of; `null` for all that is none. */
  readonly drillOf?: (decision: Decision) => string | null | Promise<string | null>;
  /** What is remembered between two steps; without it, all that stands is read in each. */
  readonly memory?: HearMemory | undefined;
  /** What only others know, for digests. */
  readonly known?: () => Pick<DigestFacts, 'sources'>;
}

/** Times are milliseconds. */
export interface HearSettings {
  /** Channels that wake somebody: what is being reverted reaches them only if that fails, or takes longer than `pageAfter`. */
  readonly pagers: ReadonlySet<string>;
  readonly pageAfter: number;
  /** Notices of one reason within so long are one message. */
  readonly noticeWithin: number;
  /** What was decided longer ago than this when hearing first began is history: nobody is told. */
  readonly freshFor: number;
  /** How much is heard in one commit at most. */
  readonly batch: number;
  /** An edit of a message waits so long for more of them. */
  readonly editAfter: number;
}

/** What is in force unless somebody sets it otherwise. */
export const defaultHearSettings: HearSettings = {
  pagers: new Set(),
  pageAfter: 60_000,
  noticeWithin: 3_600_000,
  freshFor: 86_400_000,
  batch: 200,
  editAfter: 5_000,
};
