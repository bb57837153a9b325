import type { NewTask, Task } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { Intent, Site } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveParts } from '../live-parts.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import { newTask } from '../schedule.ts';
import { commitSubject, type SubjectCommitted } from './commit-subject.ts';
import { decideCommit } from './decide-commit.ts';
import { keepLook } from './keep-look.ts';
import { openDifferences } from './open-differences.ts';
import { uncoveredNews } from './uncovered-news.ts';

/** Why a group is looked at when something in it may be hidden no more. */
export const uncoverWhy = 'uncovered';

/** Why a group is looked at as a sweep does it, with the lists that it names. */
export const standingWhy = 'standing';

/** The same for what an action of ours has closed, as two good reads showed: no record of that may have come. */
export function uncoverAfter({ action, aims, on, site }: Intent, now: Instant): NewTask {
  const gone = aims.flatMap((aim) => (aim.kind === 'close' ? (aim.rule.id ?? []) : []));
  const { account, region } = site;
  const body = { site, group: on.id, why: uncoverWhy, gone };
  return newTask('look', `${account}/${region}/${on.id}/${uncoverWhy}/${action}`, now, body);
}

/** The task to decide on what is uncovered in a group; none where nothing is. */
export function uncoverTasks(
  site: Site,
  group: string,
  [first]: readonly Decision[],
  now: Instant,
  gone: readonly string[] = [],
): readonly NewTask[] {
  if (first === undefined) return [];
  const name = `${site.account}/${site.region}/${group}/${uncoverWhy}/${first.id}/${now}`;
  return [newTask('look', name, now, { site, group, why: uncoverWhy, gone })];
}

/** Where, what a read showed, and the rules (by id) of which our own reads showed before that they are gone. */
export interface Uncovering {
  readonly site: Site;
  readonly group: string;
  readonly seen: GroupLook;
  readonly gone?: readonly string[];
}

/**
 * Decides on the oldest change whose rules nothing hides any more, as on an opening of its own: by who made it, with what
 * the policy wants done about it. One at a time, since each may bring what is known of the group's incidents further.
 */
export function uncover(
  parts: LiveParts,
  task: Task,
  { site, group, seen, gone = [] }: Uncovering,
): Promise<SubjectCommitted> {
  const held = { task: task.id, fence: task.fence };
  const shown = new Set(seen.group?.rules.map(({ id }) => id));
  const away = new Set(gone.filter((id) => !shown.has(id)));
  return commitSubject(parts, { site, subject: group, held, more: [seen] }, async (memory, parts) => {
    const open = await openDifferences(parts.store, site, group);
    const kept = await keepLook(parts, memory, seen, { by: 're-read', open, swept: null, fence: task.fence });
    const now = parts.clock.now();
    const { ended: _ended, ...look } = seen;
    const judged = judgeSubject(memory, parts.policy(), now, kept.noticed.news ? [look] : []);
    const [decision, ...more] = await uncoveredNews(parts, memory, judged, away);
    if (decision === undefined) {
      if (kept.entries.length === 0) return null;
      return { entries: kept.entries, effects: { rows: kept.rows, tasks: kept.tasks, finished: [held] } };
    }
    const image = judged.imageBefore(decision.changes![0]!);
    const place = kept.entries.length;
    const decided = await decideCommit(parts, { memory, judged, decision, change: null, image, place, now });
    return {
      entries: [...kept.entries, decided.entry],
      effects: {
        rows: [...kept.rows, ...decided.rows],
        tasks: [...kept.tasks, ...decided.tasks, ...uncoverTasks(site, group, more, now, gone)],
        finished: [held],
      },
    };
  });
}
