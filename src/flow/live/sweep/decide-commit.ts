import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { type Instant, readInstant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import { intentsOf } from '../../../core/plan/act/intents-of.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveParts } from '../live-parts.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { rowName } from '../tables.ts';
import { basisOf, decidedDraft, decisionRow } from '../watch/decided-draft.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';
import { followResponse } from '../watch/follow-response.ts';
import { tellTask } from '../watch/tell-task.ts';
import { followNow } from './follow-now.ts';

/** A decision that no record led to. */
export interface Deciding {
  readonly memory: SubjectMemory;
  readonly judged: JudgedSubject;
  readonly decision: Decision;
  /** The stand-in for the missing record; `null` where it is about what stands. */
  readonly change: Change | null;
  readonly image: readonly Rule[] | null;
  /** How many entries of the commit stand before its own. */
  readonly place: number;
  readonly now: Instant;
  /** What is to be done has waited long enough: it was let stand until now. */
  readonly atOnce?: boolean;
  /** Violations and incidents of its group, where they were read already. */
  readonly episodes?: KnownEpisodes;
}

/** Writes a decision with all that follows from it: actions, questions, violations, incidents, and who is told. */
export async function decideCommit(
  parts: LiveParts,
  { memory, judged, decision, change, image, place, now, atOnce = false, episodes }: Deciding,
): Promise<{ readonly entry: EntryDraft; readonly rows: readonly RowWrite[]; readonly tasks: readonly NewTask[] }> {
  const { site, subject, shard, head } = memory;
  const { policy } = parts.policy();
  const intents = intentsOf(decision, image, { policy, site, quiet: parts.settings.quiet, now, first: decision.id });
  const due = atOnce ? intents.map((each) => ({ ...each, due: now })) : intents;
  const response = await followResponse(parts.store, decision, due, { image: image ?? judged.now.rules, now });
  const at = readInstant(decision.at) ?? now;
  const isBreach = decision.verdict?.ruling === 'breach';
  const { followed, rows, tasks } = await followNow(parts, memory, judged, {
    ...{ now, because: decision.id, decisions: [decision], episodes },
    happenings: [
      { kind: 'decided', attempt: false, breach: isBreach ? decision.verdict!.severity : null, after: now - at },
    ],
  });
  const incident = followed.incidentOf.get(decision.id);
  const decided = incident === undefined ? response.decision : { ...response.decision, incident };
  const facts = {
    ...{ site, subject, change, record: null, expect: null, claimed: [], follows: response.told },
    ...{ violations: followed.violations, incidents: followed.incidents },
  };
  const n = (head?.n ?? -1) + 1 + place;
  const row = decisionRow(decided, { site, subject, shard, n, at, decidedAt: now }, response.actions);
  const why = isBreach ? 'breach' : decision.verdict?.ruling === 'unknown' ? 'unknown' : null;
  return {
    entry: decidedDraft(decided, facts, basisOf(decided, image, head), now),
    rows: [...rows, ...response.rows, { ...rowName('decision', decided.id), value: JSON.stringify(row), expect: 0 }],
    tasks: [
      ...tasks,
      ...response.tasks,
      ...(why === null ? [] : [tellTask({ about: decided.id, revision: 0, why, due: now })]),
    ],
  };
}
