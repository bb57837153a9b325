import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { Json } from '../../../core/leaf/canonical.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ObservedBody } from '../../../core/ledger/entry-body.ts';
import { type GroupLook, observedBody } from '../../../core/ledger/observed-body.ts';
import { type SeenPlace, unattributedChange } from '../../../core/ledger/unattributed-change.ts';
import type { LiveParts } from '../live-parts.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { newTask } from '../schedule.ts';
import { rowName, type UnexplainedRow } from '../tables.ts';
import { groupEvidence } from './group-evidence.ts';
import { type Noticed, noticeLook, subjectOf } from './notice-look.ts';
import type { OpenDifference } from './open-differences.ts';

/** What a look at a group leaves behind: nothing at all where it shows what is known. */
export interface KeptLook {
  readonly noticed: Noticed;
  readonly entries: readonly EntryDraft[];
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
}

/** With what a look is kept. */
export interface KeepingLook {
  readonly by: ObservedBody['by'];
  readonly open: readonly OpenDifference[];
  readonly swept: number | null;
  readonly fence: number | null;
}

/**
 * What is written when a look at a group tells something: the look itself, and each difference that nothing explains,
 * with the task that judges it when no record came in time. What would be critical is not waited for; it is read once
 * more, since one read may come from a replica that lags.
 */
export async function keepLook(
  parts: LiveParts,
  memory: SubjectMemory,
  look: GroupLook,
  how: KeepingLook,
): Promise<KeptLook> {
  const { site, subject: group } = memory;
  const evidence = groupEvidence(memory.evidence);
  const open = how.open.map(({ row }) => row);
  const told = noticeLook({ site, group, evidence, open, swept: how.swept }, look);
  if (!told.news) return { noticed: told, entries: [], rows: [], tasks: [] };
  const again = await nobodys(parts, told.unexplained);
  const noticed = { ...told, unexplained: again.map(({ row }) => row) };
  const { ended: _ended, ...kept } = look;
  const body = observedBody(how.by, group, look, evidence);
  const key = `observed/${site.account}/${site.region}/${group}/${look.at}`;
  const place = { ...site, group: subjectOf(group, look.group, evidence) };
  const isCritical = criticals(parts, memory, { look, place, rows: noticed.unexplained });
  return {
    noticed,
    entries: [{ at: parts.clock.now(), key, fence: how.fence, body: { ...body, ...noticedBody(noticed) } }],
    rows: [
      ...evidenceRows(site, group, [kept], memory.since),
      ...again.map(({ row, version }) => ({
        ...unexplainedName(row),
        value: JSON.stringify(row),
        expect: version,
      })),
      ...how.open
        .filter(({ row }) => noticed.withdrawn.includes(row.id))
        .map(({ row, version }) => ({ ...unexplainedName(row), value: null, expect: version })),
    ],
    tasks: noticed.unexplained.map(({ id, seenAt }) => {
      const wait = isCritical(id) ? parts.settings.apart : parts.settings.grace;
      const name = `${site.account}/${site.region}/${id}/${seenAt}`;
      return newTask('grace', name, seenAt + wait, { site, group, id, seenAt });
    }),
  };
}

/**
 * Differences that are to be noticed, with the versions of their rows. One that was withdrawn may be seen again under its
 * old name, since the name follows from what it is; one that a record explained or that was judged was told already.
 */
async function nobodys(
  { store }: LiveParts,
  rows: readonly UnexplainedRow[],
): Promise<readonly { readonly row: UnexplainedRow; readonly version: number }[]> {
  if (rows.length === 0) return [];
  const view = await store.view({ rows: rows.map(unexplainedName) });
  return rows.flatMap((row, at) => {
    const { value, version } = view.rows[at]!;
    return value === null ? [{ row, version }] : [];
  });
}

function noticedBody({ unexplained, withdrawn }: Noticed) {
  return {
    ...(unexplained.length === 0 ? {} : { unexplained: JSON.parse(JSON.stringify(unexplained)) as Json }),
    ...(withdrawn.length === 0 ? {} : { withdrawn }),
  };
}

/** The name of the row of a difference. */
export function unexplainedName({ site, group, id }: Pick<UnexplainedRow, 'site' | 'group' | 'id'>) {
  return rowName('unexplained', site.account, site.region, group, id);
}

/** Which of these differences the policy would call critical if nobody explained them. */
function criticals(
  { policy, clock }: LiveParts,
  memory: SubjectMemory,
  told: { readonly look: GroupLook; readonly place: SeenPlace; readonly rows: readonly UnexplainedRow[] },
): (id: string) => boolean {
  if (told.rows.length === 0) return () => false;
  const changes = told.rows.map((row) => unattributedChange(told.place, row));
  const more = changes.map(
    (change) => ({ kind: 'change', id: changeId(change), at: change.record.at, change }) as const,
  );
  const { single } = judgeSubject(memory, policy(), clock.now(), [told.look, ...more]);
  return (id) => single.get(id)?.verdict?.severity === 'critical';
}
