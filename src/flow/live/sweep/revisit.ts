import type { Site } from '../../../core/plan/act/intent.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import { commitSubject } from './commit-subject.ts';
import { decisionAt } from './decision-at.ts';
import { endTask } from './end-task.ts';
import { followEntry } from './follow-entry.ts';
import { followNow } from './follow-now.ts';
import { reviseBeside } from './revise-beside.ts';
import { uncoverTasks } from './uncover.ts';
import { uncoveredNews } from './uncovered-news.ts';

/**
 * Brings a group up to date with a change of something else: of a prefix list that its rules name, of a thing that it is
 * on. What was decided about that opens and ends violations of this group, and what was decided here without it is
 * decided again.
 */
export const revisit: TaskHandler = async (parts, task) => {
  const { site, group, because } = JSON.parse(task.body) as {
    readonly site: Site;
    readonly group: string;
    readonly because: string;
  };
  const held = { task: task.id, fence: task.fence };
  const decision = await decisionAt(parts.store, because);
  const done = await commitSubject(parts, { site, subject: group, held }, async (memory, parts) => {
    const now = parts.clock.now();
    const judged = judgeSubject(memory, parts.policy(), now);
    const again = await reviseBeside(parts, memory, judged, { because, now });
    const revised = again.decisions.map(({ id }) => id);
    const { followed, rows, tasks } = await followNow(parts, memory, judged, {
      ...{ now, because, decisions: [...(decision === null ? [] : [decision]), ...again.decisions] },
      ...{ happenings: again.happenings, episodes: await episodesOf(parts.store, site, group, revised) },
    });
    const hidden = uncoverTasks(site, group, await uncoveredNews(parts, memory, judged), now);
    const follows = followEntry(memory, followed, { place: again.entries.length, now, fence: task.fence });
    return {
      entries: [...again.entries, ...follows],
      effects: {
        rows: [...again.rows, ...rows],
        tasks: [...again.tasks, ...tasks, ...hidden],
        finished: [held],
      },
    };
  });
  return endTask(parts, task, done);
};
