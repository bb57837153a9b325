import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { recordKey } from '../../load.ts';
import type { LiveParts } from '../live-parts.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { evidenceId } from '../memory/subject-evidence.ts';
import { raisedBy } from '../watch/raise.ts';
import { revisionsOf, writeRevision } from '../watch/revise.ts';
import { tellTask } from '../watch/tell-task.ts';

/** Decisions of a group that were made again, with all that is written for it. */
export interface RevisedBeside {
  readonly decisions: readonly Decision[];
  readonly happenings: readonly Happening[];
  readonly entries: readonly EntryDraft[];
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
}

/**
 * Makes decisions of a group again that were made before the record of an earlier change of something else came, as of
 * a prefix list that its rules name: what only now shows to have been a breach is acted upon. `because`: id of that change.
 */
export async function reviseBeside(
  parts: LiveParts,
  memory: SubjectMemory,
  judged: JudgedSubject,
  { because, now }: { readonly because: string; readonly now: Instant },
): Promise<RevisedBeside> {
  const { site, subject, evidence } = memory;
  const change = [...memory.beside.values()].flat().find((each) => evidenceId(each) === because);
  const later = evidence.filter(({ kind, at }) => kind === 'change' && change !== undefined && at >= change.at);
  if (change?.kind !== 'change' || later.length === 0) return nothing;
  const beside = new Map([...memory.beside].map(([name, known]) => [name, known.filter((each) => each !== change)]));
  const judging = parts.policy();
  const before = judgeSubject({ ...memory, beside }, judging, now, [], new Set(later.map(evidenceId)));
  const how = { policy: judging.policy, site, quiet: parts.settings.quiet, now };
  const revised = await revisionsOf(parts.store, before, judged, {
    ...{ because: recordKey(change.change.record), skip: new Set<string>(), how, since: now - parts.settings.grace },
  });
  const known = {
    site,
    subject,
    memory,
    judging,
    judged,
    now,
    told: [],
    look: null,
    explained: { instead: new Map() },
  };
  const raised = await raisedBy(parts, known, revised);
  const written = revised.map((each) => {
    const { actions = [], told: follows = [] } = raised.get(each.decision.id) ?? {};
    const facts = { site, subject, change: null, record: null, follows, violations: [], incidents: [] };
    return writeRevision(each, { now, facts: follows.length === 0 ? null : facts, actions });
  });
  const responses = [...raised.values()];
  return {
    decisions: revised.map(({ decision }) => decision),
    happenings: revised.map(({ counts }) => counts),
    entries: written.map(({ entry }) => entry),
    rows: [...written.map(({ row }) => row), ...responses.flatMap(({ rows }) => rows)],
    tasks: [
      ...responses.flatMap(({ tasks }) => tasks),
      ...revised.map(({ decision: { id }, number }) =>
        tellTask({ about: id, revision: number, why: 'revised', due: now }),
      ),
    ],
  };
}

const nothing: RevisedBeside = { decisions: [], happenings: [], entries: [], rows: [], tasks: [] };
