import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveTeller } from '../../../core/plan/quiet/live-teller.ts';
import { decisionAt } from '../sweep/decision-at.ts';
import { readRow, rowName } from '../tables.ts';
import type { HearParts } from './hear-parts.ts';
import type { Drafts } from './messages-draft.ts';
import type { KnownMute } from './mutes.ts';
import type { Cursor } from './post-state.ts';

/** What one commit of hearing is made with. */
export interface Hearing {
  readonly parts: HearParts;
  readonly now: Instant;
  readonly teller: LiveTeller;
  readonly drafts: Drafts;
  readonly mutes: ReadonlyMap<string, KnownMute>;
  /** How much each mute kept back in this commit. */
  readonly kept: Map<string, number>;
  /** Decisions that were heard in this commit, as they are now. */
  readonly seen: Map<string, Decision>;
  /** What sweeps saw and records that were heard in this commit explain. */
  readonly claimed: Set<string>;
  /** Worked out once for all digests of this commit. */
  readonly coverage: () => Promise<DigestFacts['coverage']>;
  notices: Cursor['notices'];
  digests: Cursor['digests'];
}

/** A decision as it was heard or stands in the ledger; `null` where nobody remembers it. */
export async function decisionIn({ parts, seen }: Hearing, id: string): Promise<Decision | null> {
  return seen.get(id) ?? (await decisionAt(parts.store, id));
}

/** The incident that a decision belongs to. */
export async function incidentIn({ parts, seen }: Hearing, id: string): Promise<string | null> {
  const known = seen.get(id)?.incident;
  if (known !== undefined) return known;
  return readRow('decision', await parts.store.row(rowName('decision', id)))?.incident ?? null;
}
