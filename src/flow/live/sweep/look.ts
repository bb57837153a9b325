import type { Instant } from '../../../core/leaf/instant.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import { newTask } from '../schedule.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { commitSubject } from './commit-subject.ts';
import { endTask } from './end-task.ts';
import { followEntry } from './follow-entry.ts';
import { followNow } from './follow-now.ts';
import { keepLook } from './keep-look.ts';
import { lookAsSwept } from './look-as-swept.ts';
import { openDifferences } from './open-differences.ts';
import { readGroup } from './read-group.ts';
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
}

/**
 * Reads a group: keeps what is new, and ends the violations that two good reads, far enough apart, show to be gone. What
 * seems gone at the first is read again. Or (`uncovered`) decides on what was hidden and is no more, or (`standing`) on
 * what stands, as a sweep does.
 */
export const look: TaskHandler = async (parts, task) => {
  const { site, group, good, gone, why } = JSON.parse(task.body) as LookBody;
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
  const done = await commitSubject(parts, { site, subject: group, held, more: [seen] }, async (memory) => {
    const open = await openDifferences(parts.store, site, group);
    const kept = await keepLook(parts, memory, seen, { by: 're-read', open, swept: null, fence: task.fence });
    const now = parts.clock.now();
    const judged = judgeSubject(memory, parts.policy(), now, kept.noticed.news ? [evidenceOf(seen)] : []);
    const isSecond = good !== undefined && seen.at - good.at >= parts.settings.apart;
    const away = isSecond ? new Set(good.away) : null;
    const { followed, rows, tasks, closing } = await followNow(parts, memory, judged, { now, because: task.id, away });
    const next = { site, group, why: 'closing', good: { at: seen.at, away: closing } };
    const name = `${site.account}/${site.region}/${group}/closing/${seen.at}`;
    const others = tasks.filter(({ kind, id }) => kind !== 'look' || !id.includes('/closing/'));
    const second = closing.length === 0 ? [] : [newTask('look', name, seen.ended + parts.settings.apart, next)];
    const place = kept.entries.length;
    const hidden = uncoverTasks(site, group, await uncoveredNews(parts, memory, judged), now);
    return {
      entries: [...kept.entries, ...followEntry(memory, followed, { place, now, fence: task.fence, look: seen })],
      effects: {
        rows: [...kept.rows, ...rows],
        tasks: [...kept.tasks, ...others, ...second, ...hidden],
        finished: [held],
      },
    };
  });
  return endTask(parts, task, done);
};

function evidenceOf({ kind, at, group }: GroupLook) {
  return { kind, at, group } as const;
}
