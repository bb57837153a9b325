import type { Site } from '../../core/plan/act/intent.ts';
import { standingAct } from '../../core/plan/standing-act.ts';
import type { StandingDecision } from '../../core/plan/standing-decision.ts';
import { standsByLeave } from './memory/by-leave.ts';
import { type JudgedSubject, judgeSubject } from './memory/judge-subject.ts';
import { commitSubject } from './sweep/commit-subject.ts';
import { decideCommit } from './sweep/decide-commit.ts';
import { endTask } from './sweep/end-task.ts';
import { followEntry } from './sweep/follow-entry.ts';
import { followNow } from './sweep/follow-now.ts';
import { keepLook } from './sweep/keep-look.ts';
import { knownLists } from './sweep/known-lists.ts';
import { openDifferences } from './sweep/open-differences.ts';
import { readGroup } from './sweep/read-group.ts';
import { type Grant, readRow, rowName } from './tables.ts';
import type { TaskHandler } from './task-kinds.ts';

/**
 * Ends a short permission: of the rules that stood by it, those that still stand and that the policy objects to again are
 * closed. A grant that was ended early or made longer meanwhile has another version, and another task.
 */
export const expire: TaskHandler = async (parts, task) => {
  const { site, group, grant, version } = JSON.parse(task.body) as {
    readonly site: Site;
    readonly group: string;
    readonly grant: string;
    readonly version: number;
  };
  const { store, clock, policy } = parts;
  const held = { task: task.id, fence: task.fence };
  const name = rowName('grant', site.account, site.region, group, grant);
  const meant = readRow('grant', await store.row(name));
  if (meant === null || meant.version !== version) return endTask(parts, task, { kind: 'nothing' });
  const end = endOf(meant);
  if (clock.now() < end) {
    await store.fail(held, 'the permission has not ended yet', end);
    return;
  }
  const seen = await readGroup(parts, site, group);
  if (seen.kind === 'failed') return endTask(parts, task, { kind: 'later', why: seen.message });
  const done = await commitSubject(parts, { site, subject: group, held, more: [seen] }, async (memory, parts) => {
    const { store } = parts;
    const own = memory.grants.find(({ id }) => id === grant);
    if (own === undefined || own.version !== version) return null;
    const open = await openDifferences(store, site, group);
    const kept = await keepLook(parts, memory, seen, { by: 're-read', open, swept: null, fence: task.fence });
    const now = clock.now();
    const judging = policy();
    const { ended: _ended, ...look } = seen;
    const judged = judgeSubject(memory, judging, now, kept.noticed.news ? [look] : []);
    const place = kept.entries.length;
    const because = `expire/${grant}/${version}`;
    const known = knownLists(memory);
    const owed = standingOf(judged, standsByLeave(judged.now.rules, own, memory, known));
    if (owed === null) {
      const { followed, rows, tasks } = await followNow(parts, memory, judged, { now, because });
      const effects = { rows: [...kept.rows, ...rows], tasks: [...kept.tasks, ...tasks], finished: [held] };
      const told = followEntry(memory, followed, { place, now, fence: task.fence, look: seen });
      return { entries: [...kept.entries, ...told], effects };
    }
    const acting = {
      judging,
      rules: judged.now.rules,
      known,
      now,
      because,
      wish: () => 'expire' as const,
      alone: false,
    };
    const decision = standingAct(owed, acting);
    const decided = await decideCommit(parts, {
      ...{ memory, judged, decision, change: null, image: null, place, now, atOnce: true },
    });
    return {
      entries: [...kept.entries, decided.entry],
      effects: {
        rows: [...kept.rows, ...decided.rows],
        tasks: [...kept.tasks, ...decided.tasks],
        finished: [held],
      },
    };
  });
  return endTask(parts, task, done);
};

function endOf({ until, ended }: Grant): number {
  return ended === null ? until : Math.min(until, ended);
}

/** What the policy objects to again, as far as rules that stood by the grant carry it; `null` where they carry nothing. */
function standingOf({ standing }: JudgedSubject, own: ReadonlySet<string>): StandingDecision | null {
  if (standing === null) return null;
  const carriers = Object.fromEntries(
    Object.entries(standing.carriers).map(([check, names]) => [check, names.filter((each) => own.has(each))] as const),
  );
  const checks = standing.verdict.checks.filter(
    ({ id, ruling }) => ruling === 'breach' && (carriers[id] ?? []).length > 0,
  );
  return checks.length === 0 ? null : { ...standing, carriers, verdict: { ...standing.verdict, checks } };
}
