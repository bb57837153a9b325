import type { Instant } from '../../../core/leaf/instant.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import { claims, isOvertaken } from '../../../core/ledger/claim.ts';
import { unattributedChange } from '../../../core/ledger/unattributed-change.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { readRow, type UnexplainedRow } from '../tables.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { commitSubject } from './commit-subject.ts';
import { decideCommit } from './decide-commit.ts';
import { endTask } from './end-task.ts';
import { followEntry } from './follow-entry.ts';
import { withGaps } from './gaps.ts';
import { groupEvidence } from './group-evidence.ts';
import { keepLook, unexplainedName } from './keep-look.ts';
import { subjectOf } from './notice-look.ts';
import { openDifferences } from './open-differences.ts';
import { ownAct } from './own-act.ts';
import { readGroup } from './read-group.ts';

/**
 * Judges a difference that no record explained in time, as done by nobody at the time of the look that showed it. The
 * group is read once more: a read of a replica that lags is no change.
 */
export const grace: TaskHandler = async (parts, task) => {
  const { site, group, id, seenAt } = JSON.parse(task.body) as {
    readonly site: Site;
    readonly group: string;
    readonly id: string;
    readonly seenAt: Instant;
  };
  const { store, clock, policy } = parts;
  const held = { task: task.id, fence: task.fence };
  const name = unexplainedName({ site, group, id });
  const first = readRow('unexplained', await store.row(name));
  // What was withdrawn and seen again since has a task of its own, and all of its time.
  if (first === null || first.seenAt !== seenAt || first.claimedBy !== null || first.decision !== null)
    return endTask(parts, task, { kind: 'nothing' });
  const seen = await readGroup(parts, site, group);
  if (seen.kind === 'failed') return endTask(parts, task, { kind: 'later', why: seen.message });
  const done = await commitSubject(parts, { site, subject: group, held, more: [seen] }, async (memory, parts) => {
    const { store } = parts;
    const found = await store.row(name);
    const row = readRow('unexplained', found);
    if (row === null || row.seenAt !== seenAt || row.claimedBy !== null || row.decision !== null) return null;
    const open = await openDifferences(store, site, group);
    const kept = await keepLook(parts, memory, seen, { by: 're-read', open, swept: null, fence: task.fence });
    if (kept.noticed.withdrawn.includes(id))
      return { entries: kept.entries, effects: { rows: kept.rows, tasks: kept.tasks, finished: [held] } };
    const own = recordOf(row, memory.evidence) ?? (await ownAct(store, row, parts.settings.settle));
    if (own !== null) {
      const claimed = { ...name, value: JSON.stringify({ ...row, claimedBy: own }), expect: found.version };
      const told = { place: kept.entries.length, now: clock.now(), fence: task.fence, claimed: { [id]: own } };
      const entries = [...kept.entries, ...followEntry(memory, null, told)];
      return { entries, effects: { rows: [...kept.rows, claimed], tasks: kept.tasks, finished: [held] } };
    }
    const { ended: _ended, ...look } = seen;
    const about = subjectOf(group, seen.group, groupEvidence(memory.evidence));
    const change = unattributedChange({ ...site, group: about }, row);
    const standIn = { kind: 'change', id, at: change.record.at, change } as const;
    const now = clock.now();
    const more = kept.noticed.news ? [look, standIn] : [standIn];
    const judged = judgeSubject(memory, policy(), now, more);
    const decision = judged.single.get(id);
    if (decision === undefined || changeId(change) !== id)
      throw new Error(`expected a decision about \`${id}\`, got none`);
    const decided = await decideCommit(parts, {
      ...{ memory, judged, decision: await withGaps(store, decision), change, now },
      ...{ image: judged.imageBefore(id), place: kept.entries.length },
    });
    const next = { ...name, value: JSON.stringify({ ...row, decision: id }), expect: found.version };
    return {
      entries: [...kept.entries, decided.entry],
      effects: {
        rows: [...kept.rows, ...evidenceRows(site, group, [standIn], memory.since), next, ...decided.rows],
        tasks: [...kept.tasks, ...decided.tasks],
        finished: [held],
      },
    };
  });
  return endTask(parts, task, done);
};

/**
 * The edit of rules whose record explains a difference after all: a look that was made before the record came, and kept
 * after it, notices what the record tells.
 */
function recordOf(row: UnexplainedRow, evidence: readonly SubjectEvidence[]): string | null {
  const edits = evidence.flatMap((each) =>
    each.kind === 'change' && each.change.kind.startsWith('rules-') ? [{ id: each.id, change: each.change }] : [],
  );
  const all = edits.map(({ change }) => change);
  return edits.find(({ change }) => claims(change, row) && !isOvertaken(change, row, all))?.id ?? null;
}
