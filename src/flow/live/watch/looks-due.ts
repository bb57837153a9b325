import type { NewTask } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { SeenRule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import { violationKey } from '../../../core/plan/incident/episode-book.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import type { LiveParts } from '../live-parts.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { standingWhy, uncoverTasks } from '../sweep/uncover.ts';
import { uncoveredNews } from '../sweep/uncovered-news.ts';
import type { FollowedSubject } from './follow-subject.ts';
import type { Known } from './known.ts';
import { lookTask } from './tell-incidents.ts';

/**
 * The looks at groups that records make due, which no sweep has to be waited for: at what something hid that went, at what
 * two records of one second leave open, and at what rules permit by a list that was edited in the second they came.
 */
export async function looksDue(
  parts: LiveParts,
  known: Known,
  subject: FollowedSubject | null,
): Promise<readonly NewTask[]> {
  return [
    ...(await uncovering(parts, known)),
    ...(subject === null ? [] : unsettled(parts, known, subject)),
    ...byLists(parts, known),
  ];
}

/** What went may have hidden what others added meanwhile. */
async function uncovering(parts: LiveParts, known: Known): Promise<readonly NewTask[]> {
  const { changes, judged, memory, now, site, subject } = known;
  const took = changes.some(
    ({ change }) => isApplied(change) && (change.kind === 'rules-removed' || change.kind === 'rules-modified'),
  );
  return took ? uncoverTasks(site, subject, await uncoveredNews(parts, memory, judged), now) : [];
}

/**
 * An opening that what is known neither shows to stand nor to be gone, or that came in a second in which something went:
 * nobody knows their order. It is looked at once no replica can answer with what was before.
 */
function unsettled({ settings }: LiveParts, known: Known, { followed, episodes }: FollowedSubject): readonly NewTask[] {
  const { judged, memory, now, site, subject, told } = known;
  const after = new Map([...episodes.violations, ...followed.violations].map((each) => [violationKey(each), each]));
  const open = [...after.values()].filter(({ state, tuple }) => state === 'open' && tuple !== '');
  if (open.length === 0) return [];
  const stands = new Set(judged.now.rules.map(tupleText));
  const evidence = [...memory.evidence, ...told];
  const removed = new Set(evidence.flatMap((each) => (isOf(each, ['rules-removed', 'rules-modified']) ? each.at : [])));
  const since = (each: Violation): Instant | null => {
    const came = evidence.filter((one) => removed.has(one.at) && bringsTuple(one, each.tuple)).map(({ at }) => at);
    if (came.length > 0) return Math.max(...came);
    const isSure = judged.now.known === 'known' && judged.now.maybe?.includes(each.tuple) !== true;
    return stands.has(each.tuple) || isSure ? null : now;
  };
  return open.flatMap((each) => {
    const at = since(each);
    if (at === null) return [];
    return lookTask(site, subject, 'unsettled', `${violationKey(each)}/${at}`, settledAt(at, now, settings));
  });
}

/** Groups whose rules came to name a list in the second in which it was edited: what they permit is read with it. */
function byLists({ settings }: LiveParts, { changes, memory, now, site, subject, told }: Known): readonly NewTask[] {
  return changes.flatMap(({ change }) => {
    if (!isApplied(change)) return [];
    const { at } = change.record;
    const look = (group: string) =>
      lookTask(site, group, standingWhy, `${change.kind}/${at}`, settledAt(at, now, settings));
    if (change.kind === 'list-edited')
      return [...memory.beside]
        .filter(([, about]) => about.some((each) => each.at === at && named(each).includes(subject)))
        .map(([group]) => look(group));
    const lists = told.flatMap((each) => (each.at === at ? named(each) : []));
    const isEdited = lists.some((list) =>
      (memory.beside.get(list) ?? []).some((each) => each.at === at && isOf(each, ['list-edited'])),
    );
    return isEdited ? [look(subject)] : [];
  });
}

function settledAt(at: Instant, now: Instant, { apart, settle }: LiveParts['settings']): Instant {
  return Math.max(now, at + settle + apart);
}

/** Lists by which a change of rules permits something. */
function named(each: SubjectEvidence): readonly string[] {
  return cameBy(each).flatMap(({ peer }) => (peer?.kind === 'list' ? [peer.value] : []));
}

function bringsTuple(each: SubjectEvidence, tuple: string): boolean {
  return cameBy(each).some(
    ({ direction, protocol, ports, peer }) =>
      direction !== null &&
      protocol !== null &&
      peer !== null &&
      tupleText({ direction, protocol, ports, peer }) === tuple,
  );
}

function cameBy(each: SubjectEvidence): readonly SeenRule[] {
  if (each.kind !== 'change' || !isApplied(each.change)) return [];
  const { change } = each;
  if (change.kind !== 'rules-added' && change.kind !== 'rules-modified') return [];
  return change.rules.filter(({ op }) => op === 'add' || op === 'after');
}

function isOf(each: SubjectEvidence, kinds: readonly Change['kind'][]): boolean {
  return each.kind === 'change' && kinds.includes(each.change.kind) && isApplied(each.change);
}

function isApplied({ record }: Pick<Change, 'record'>): boolean {
  return record.result === 'applied';
}
