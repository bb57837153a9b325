import type { Looked } from '../../../contracts/live.ts';
import type { PrefixList } from '../../../core/group/group.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { underWay } from '../../../core/ledger/lists.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import { newTask } from '../schedule.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import { commitSubject } from './commit-subject.ts';
import { endTask } from './end-task.ts';
import { followEntry } from './follow-entry.ts';
import { followNow } from './follow-now.ts';
import { keepLook } from './keep-look.ts';
import { lookAsSwept } from './look-as-swept.ts';
import { openDifferences } from './open-differences.ts';
import { readGroup } from './read-group.ts';
import { type ReadLists, readLists } from './read-lists.ts';
import { standingWhy, uncover, uncoverTasks, uncoverWhy } from './uncover.ts';
import { uncoveredNews } from './uncovered-news.ts';

interface LookBody {
  readonly site: Site;
  readonly group: string;
  readonly why: string;
  /** Rules that an action of ours has closed, by id. */
  readonly gone?: readonly string[];
  /** The first of two good reads, and what it showed away. */
  readonly good?: { readonly at: Instant; readonly away: readonly string[] };
  /** A list was shown with other entries than records tell, and an edit of it has had the time to come through. */
  readonly late?: true;
}

/**
 * Reads a group: keeps what is new, and ends the violations that two good reads, far enough apart, show to be gone. What
 * seems gone at the first is read again. What prefix lists permit is read as well: one whose edit has not come through yet
 * is read once more. Or (`uncovered`) decides on what was hidden and is no more, or (`standing`) on what stands, as a sweep
 * does.
 */
export const look: TaskHandler = async (parts, task) => {
  const { site, group, good, gone, late, why } = JSON.parse(task.body) as LookBody;
  const held = { task: task.id, fence: task.fence };
  const seen = await readGroup(parts, site, group);
  if (seen.kind === 'failed') return endTask(parts, task, { kind: 'later', why: seen.message });
  if (why === standingWhy) return endTask(parts, task, await lookAsSwept(parts, task, { site, group, seen }));
  if (why === uncoverWhy)
    return endTask(
      parts,
      task,
      await uncover(parts, task, { site, group, seen, ...(gone === undefined ? {} : { gone }) }),
    );
  const { violations } = await episodesOf(parts.store, site, group);
  const running = new Set(violations.filter(isRunning).map(({ tuple }) => tuple));
  const read = await readLists(parts, site, seen.group, (rule) => running.has(tupleText(rule)));
  const done = await commitSubject(parts, { site, subject: group, held, more: [seen] }, async (memory, parts) => {
    const open = await openDifferences(parts.store, site, group);
    const kept = await keepLook(parts, memory, seen, { by: 're-read', open, swept: null, fence: task.fence });
    const now = parts.clock.now();
    const judged = judgeSubject(memory, parts.policy(), now, kept.noticed.news ? [evidenceOf(seen)] : []);
    const isSecond = good !== undefined && seen.at - good.at >= parts.settings.apart;
    const away = isSecond ? new Set(good.away) : null;
    const { followed, rows, tasks, closing } = await followNow(parts, memory, judged, {
      ...{ now, because: task.id, away },
      lists: (id) => (read.has(id) ? entriesIn(read.get(id)!) : judged.lists(id)),
    });
    const again = { site, group, why: 'closing', ...(late === undefined ? {} : { late }) };
    const next = { ...again, good: { at: seen.at, away: closing } };
    const name = `${site.account}/${site.region}/${group}/closing/${seen.at}`;
    const isBehind = late === undefined && isOther(read, judged.lists);
    const settled = isBehind ? [newTask('look', `${name}/late`, seen.ended + underWay, { ...again, late: true })] : [];
    const others = tasks.filter(({ kind, id }) => kind !== 'look' || !id.includes('/closing/'));
    const second = closing.length === 0 ? [] : [newTask('look', name, seen.ended + parts.settings.apart, next)];
    const place = kept.entries.length;
    const hidden = uncoverTasks(site, group, await uncoveredNews(parts, memory, judged), now);
    return {
      entries: [...kept.entries, ...followEntry(memory, followed, { place, now, fence: task.fence, look: seen })],
      effects: {
        rows: [...kept.rows, ...rows],
        tasks: [...kept.tasks, ...others, ...second, ...settled, ...hidden],
        finished: [held],
      },
    };
  });
  return endTask(parts, task, done);
};

function isRunning({ state }: Violation): boolean {
  return state === 'open' || state === 'closing';
}

/** Whether a list could not be read, or shows other entries than what is known of it says. */
function isOther(read: ReadLists, known: JudgedSubject['lists']): boolean {
  const text = (entries: readonly string[] | null) => JSON.stringify(entries?.toSorted() ?? null);
  return [...read].some(([id, looked]) => text(entriesIn(looked)) !== text(known(id)));
}

function entriesIn(looked: Looked<PrefixList | null>): readonly string[] | null {
  return looked.kind === 'failed' ? null : (looked.found?.entries ?? null);
}

function evidenceOf({ kind, at, group }: GroupLook) {
  return { kind, at, group } as const;
}
