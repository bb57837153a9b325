import type { Fenced, Task } from '../../../contracts/store.ts';
import type { Group, PrefixList } from '../../../core/group/group.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { standingAct } from '../../../core/plan/standing-act.ts';
import type { LiveParts } from '../live-parts.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import type { Reading } from '../memory/read-together.ts';
import { readRow, rowName } from '../tables.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import type { ReadAhead } from '../watch/read-ahead.ts';
import { commitSubject, type SubjectCommitted } from './commit-subject.ts';
import { decideCommit } from './decide-commit.ts';
import { followEntry } from './follow-entry.ts';
import { followNow } from './follow-now.ts';
import { idleViolations } from './idle-violations.ts';
import { keepLook } from './keep-look.ts';
import { knownLists } from './known-lists.ts';
import { openDifferences } from './open-differences.ts';
import { standingNews } from './standing-news.ts';
import { steadyDigest } from './steady.ts';
import { uncoverTasks } from './uncover.ts';
import { rulesUncovered, uncoveredNews } from './uncovered-news.ts';
import { workIn, workOn } from './work-on.ts';

/** What seems to have gone is looked at again. */
function isClosing({ state }: Violation): boolean {
  return state === 'closing';
}

/** What a sweep saw of one group, and of all else that it needs. */
export interface SweptGroup {
  readonly site: Site;
  readonly id: string;
  readonly group: Group | null;
  readonly started: Instant;
  readonly ended: Instant;
  readonly lists: readonly PrefixList[];
  /** The start of the sweep before. */
  readonly swept: Instant | null;
}

/**
 * Holds one group against what is known of it, in one commit: differences wait for their records, and what stands against
 * the policy is told once, acted on where the policy says so. Nothing is written where nothing is new.
 */
export async function sweepGroup(live: LiveParts, task: Task, swept: SweptGroup): Promise<SubjectCommitted> {
  const { clock, policy, backlog } = live;
  const { site, id, group } = swept;
  const held: Fenced = { task: task.id, fence: task.fence };
  const seen: GroupLook = { kind: 'observed', at: swept.started, ended: swept.ended, group };
  const { ended: _ended, ...look } = seen;
  const name = rowName('steady', site.account, site.region, id);
  const ahead = (reading: Reading, _memory: SubjectMemory, { episodes }: ReadAhead): void => {
    workIn(reading, episodes, policy().policy);
    reading.row(name);
  };
  return commitSubject(live, { site, subject: id, held, more: [look], ahead }, async (memory, parts) => {
    const { store } = parts;
    const open = await openDifferences(store, site, id);
    const kept = await keepLook(parts, memory, seen, { by: 'sweep', open, swept: swept.swept, fence: task.fence });
    const now = clock.now();
    const judging = policy();
    const episodes = await episodesOf(store, site, id);
    const work = await workOn(store, episodes, judging.policy);
    const digest = steadyDigest(memory, judging, { backlog, episodes, work, now });
    const before = await store.row(name);
    if (!kept.noticed.news && open.length === 0 && readRow('steady', before)?.digest === digest) return null;
    const judged = judgeSubject(memory, judging, now, kept.noticed.news ? [look] : []);
    const known = knownLists(memory, swept.lists);
    const isIdle = idleViolations(work, episodes, judging, judged.standing?.on.environment ?? 'else');
    const waiting = [...open.map(({ row }) => row).filter((row) => row.decision === null), ...kept.noticed.unexplained];
    const uncovered = await uncoveredNews(parts, memory, judged);
    const hidden = uncoverTasks(site, id, uncovered, now);
    const news = standingNews(judged, {
      ...{ judging, known, now, backlog, waiting, isIdle, returning: work.returning },
      uncovered: rulesUncovered(uncovered),
      violations: episodes.violations,
    });
    const because = `sweep/${site.account}/${site.region}/${id}/${swept.started}`;
    const place = kept.entries.length;
    if (news === null) {
      const { followed, rows, tasks } = await followNow(parts, memory, judged, { now, because, episodes });
      const isSteady = place + rows.length + open.length + hidden.length === 0 && !episodes.violations.some(isClosing);
      const steady = isSteady ? [{ ...name, value: JSON.stringify({ digest }), expect: before.version }] : [];
      if (place + rows.length + steady.length + hidden.length === 0) return null;
      const told = followEntry(memory, followed, { place, now, fence: task.fence, look: seen });
      return {
        entries: [...kept.entries, ...told],
        effects: { rows: [...kept.rows, ...rows, ...steady], tasks: [...kept.tasks, ...tasks, ...hidden] },
      };
    }
    const decision = standingAct(news, { judging, rules: judged.now.rules, known, now, because, alone: true });
    const decided = await decideCommit(parts, {
      ...{ memory, judged, decision, change: null, image: null, place, now, episodes },
    });
    return {
      entries: [...kept.entries, decided.entry],
      effects: { rows: [...kept.rows, ...decided.rows], tasks: [...kept.tasks, ...decided.tasks, ...hidden] },
    };
  });
}
