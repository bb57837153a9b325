import type { Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { needsOf } from '../../../core/policy/needs.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { LiveParts } from '../live-parts.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import { loadWith, type SubjectMemory } from '../memory/load-subject.ts';
import type { Reading } from '../memory/read-together.ts';
import { evidenceId, type SubjectEvidence } from '../memory/subject-evidence.ts';
import { type DecisionRow, readRow, rowName } from '../tables.ts';
import type { Arrived, NewChange } from './arrived.ts';
import { episodesIn } from './episodes-of.ts';
import { type Explained, explainDifferences } from './explain-differences.ts';
import { type FirstLook, lookAt, needsLook } from './look-first.ts';
import { markUnannounced, type OwnCalls, ownCalls } from './own-calls.ts';
import { readAhead } from './read-ahead.ts';

/** What a record says of one subject. */
export interface Settling {
  readonly arrived: Arrived;
  readonly site: Site;
  readonly subject: string;
  readonly changes: readonly NewChange[];
}

/** All that counts when changes of one record to one subject are decided. */
export interface Known extends Settling {
  readonly memory: SubjectMemory;
  readonly judging: Judging;
  readonly now: Instant;
  /** The changes as evidence. */
  readonly told: readonly SubjectEvidence[];
  /** A live read made because of them; `null`: none was needed, or it failed. */
  readonly look: FirstLook | null;
  /** The subject judged with all of it; of its other changes only those whose decisions that may alter. */
  readonly judged: JudgedSubject;
  /** Those others judged without it; `null` where there are none. */
  readonly before: JudgedSubject | null;
  readonly explained: Explained;
  readonly own: OwnCalls;
  /** Decisions on these changes that were made before: the record corrects what it said then. */
  readonly made: ReadonlyMap<string, { readonly row: DecisionRow; readonly version: number }>;
  /** The store, in which what was read for all this is still as it was then. */
  readonly store: Store;
}

/**
 * Gathers it. `look`: a read that an earlier try made; `undefined`: none was tried. Answers `null` when the store cannot
 * be reached.
 */
export async function gather(
  parts: LiveParts,
  settling: Settling,
  tried: FirstLook | null | undefined,
): Promise<Known | null> {
  const { clock, settings } = parts;
  const { arrived, site, subject } = settling;
  const judging = parts.policy();
  const loading = { more: asEvidence(settling.changes), needs: needsOf(judging.policy), memo: parts.memo };
  const begun = clock.now();
  const loaded = await loadWith(parts.store, site, subject, loading, (reading, memory) => {
    const { noticed } = readAhead(reading, memory, begun);
    const explained = explainDifferences(noticed, settling.changes, memory.evidence);
    episodesIn(reading, site, subject, [...explained.instead.values()].flat());
    reading.row(rowName('record', arrived.key));
    return {
      explained,
      own: ownCalls(reading, arrived.key, settling.changes, settings.ownRoles),
      made: madeBefore(reading, settling.changes),
    };
  });
  if ('kind' in loaded) return null;
  const { memory, store } = loaded;
  const changes = markUnannounced(settling.changes, loaded.also.own);
  const told = asEvidence(changes);
  const own = new Set(changes.map(({ id }) => id));
  const first = judgeSubject(memory, judging, clock.now(), told, own);
  const isTried = tried !== undefined || !needsLook(first, changes);
  const seen = isTried ? (tried ?? null) : await lookAt(parts, site, subject);
  // A look of the same moment, another worker's or one before, is the same evidence.
  const isStored = seen !== null && memory.evidence.some((each) => evidenceId(each) === evidenceId(seen.evidence));
  const look = isStored ? null : seen;
  const now = clock.now();
  const others = mayRevise(memory, told, look === null && first.now.known === 'known');
  const more = look === null ? told : [...told, look.evidence];
  const isJudged = look === null && others.size === 0;
  return {
    ...settling,
    ...{ changes, memory, judging, now, told, look },
    judged: isJudged ? first : judgeSubject(memory, judging, now, more, new Set([...own, ...others])),
    before: others.size === 0 ? null : judgeSubject(memory, judging, now, [], others),
    ...loaded.also,
    store,
  };
}

function asEvidence(changes: readonly NewChange[]): readonly SubjectEvidence[] {
  return changes.map(({ id, change }) => ({ kind: 'change', at: change.record.at, id, change }));
}

/**
 * The changes whose decisions new ones may alter. Where a look has shown all of the group, and nothing of it is unsure
 * since, what happens later tells nothing new of what was before.
 */
function mayRevise(
  { evidence }: SubjectMemory,
  told: readonly SubjectEvidence[],
  isWholly: boolean,
): ReadonlySet<string> {
  const from = Math.min(...told.map(({ at }) => at));
  const isSettled = isWholly && evidence.some(({ kind }) => kind !== 'change');
  const others = evidence.filter((each) => each.kind === 'change' && (!isSettled || each.at >= from));
  const ids = new Set(others.map(evidenceId));
  for (const each of told) ids.delete(evidenceId(each));
  return ids;
}

function madeBefore(reading: Reading, changes: readonly NewChange[]): Known['made'] {
  const made = new Map<string, { row: DecisionRow; version: number }>();
  for (const { id } of changes) {
    const found = reading.row(rowName('decision', id));
    const row = readRow('decision', found);
    if (row !== null) made.set(id, { row, version: found.version });
  }
  return made;
}
