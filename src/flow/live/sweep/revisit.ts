import type { Site } from '../../../core/plan/act/intent.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { commitSubject } from './commit-subject.ts';
import { decisionAt } from './decision-at.ts';
import { endTask } from './end-task.ts';
import { followEntry } from './follow-entry.ts';
import { followNow } from './follow-now.ts';
import { uncoverTasks } from './uncover.ts';
import { uncoveredNews } from './uncovered-news.ts';

/**
 * Brings a group up to date with a change of something else: of a prefix list that its rules name, of a thing that it is
 * on. What was decided about that opens and ends violations of this group.
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
    const decisions = decision === null ? [] : [decision];
    const { followed, rows, tasks } = await followNow(parts, memory, judged, { now, because, decisions });
    const hidden = uncoverTasks(site, group, await uncoveredNews(parts, memory, judged), now);
    const entries = followEntry(memory, followed, { place: 0, now, fence: task.fence });
    return { entries, effects: { rows, tasks: [...tasks, ...hidden], finished: [held] } };
  });
  return endTask(parts, task, done);
};
