import type { RowWrite } from '../../../contracts/store.ts';
import { type Json, writeCanonical } from '../../../core/leaf/canonical.ts';
import { type Instant, readInstant } from '../../../core/leaf/instant.ts';
import type { OutcomeBody } from '../../../core/ledger/entry-body.ts';
import type { Tally } from '../../../core/ledger/rollup.ts';
import { type Happening, rollup } from '../../../core/ledger/rollup.ts';
import { importCommands } from '../../../core/plan/act/import-commands.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import { followsOf } from '../sweep/follow-entry.ts';
import { type FollowedNow, followNow } from '../sweep/follow-now.ts';
import { uncoverAfter } from '../sweep/uncover.ts';
import { type ActionRow, readRow, rowName } from '../tables.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import { tallyWrite } from '../watch/tally-write.ts';
import { lookTask } from '../watch/tell-incidents.ts';
import { tellTask } from '../watch/tell-task.ts';
import { outcomeEntry, plain } from './action-entries.ts';
import { aimTuples } from './aim-tuples.ts';
import { capsOf, mayHaveActed } from './caps-held.ts';
import { type Committed, commitHeld } from './commit-held.ts';
import { isBehind } from './decide-again.ts';
import { giveBack, type Turn } from './give-back.ts';
import { againFor, inDoubt, untoldWords } from './in-doubt.ts';
import type { Known } from './know.ts';
import { noteRead, nothingNoted, type ReadNote } from './note-read.ts';
import type { Performing } from './performing.ts';
import type { ReRead } from './re-read.ts';

/** How an action ends. `left`: what is still not as it was meant, and what a person can do about it, as words. */
export interface Ending {
  readonly state: Exclude<OutcomeBody['state'], 'later' | 'undone'>;
  readonly why: string | null;
  readonly left?: readonly string[];
  /** What EC2 answered to the call that ended it. */
  readonly answer?: Json;
  /** Two good reads have shown that all of it holds. */
  readonly confirmed?: boolean;
}

/**
 * Ends an action: outcome, row, what it means for violations and incidents, KPIs and people, in one commit with the end of
 * its task. `known` is what the end rests on; `null` where nothing could be read. What is in doubt ends nothing: it is given
 * back until that is over.
 */
export async function conclude(now: Performing, known: Known | null, meant: Ending): Promise<Turn> {
  const at = now.parts.clock.now();
  const doubt = inDoubt(now, known);
  const again = againFor(doubt, known?.read.ended ?? at);
  if (again !== null) return giveBack(now, { again, why: 'the record of its call is still to come' });
  const ending = doubt?.kind === 'untold' ? { ...meant, left: [...(meant.left ?? []), untoldWords] } : meant;
  for (let notes = 0; ; notes++) {
    const note = known === null || notes === mostNotes ? nothingNoted : await noteRead(now, known);
    const committed = await end(now, known, { ending, note, at });
    // What the note rests on is no longer so: what ended has ended all the same.
    if (committed.kind === 'moved' && committed.table === null && note.expect !== 'any') continue;
    return committed.kind === 'moved' ? 'again' : 'over';
  }
}

/** How often it is tried to keep what the last read tells beside the end; the next look tells it as well. */
const mostNotes = 4;

async function end(
  now: Performing,
  known: Known | null,
  { ending, note, at }: { readonly ending: Ending; readonly note: ReadNote; readonly at: Instant },
): Promise<Committed> {
  const { row } = now;
  const { action, on, site } = row.intent;
  const done = endedRow(row, known, ending, at);
  const followed = known === null ? noFollowing : await following(now, known, ending, at);
  const after = afterOf(known, row, ending, at);
  const happening: Happening = { kind: 'ended', state: ending.state, after };
  const rows = [
    ...note.rows,
    ...(await tallied(now, at, happening, followed.rows)),
    ...(ending.state === 'verified' ? await undone(now) : []),
  ];
  const isOpenEnded = ending.state === 'superseded' || ending.state === 'partly' || ending.state === 'failed';
  // What it closed and others permit as well may have been added under its cover.
  const isCovered = ending.state === 'verified' && (ending.left ?? []).length > 0;
  const looks =
    on.kind !== 'group'
      ? []
      : isCovered
        ? [uncoverAfter(row.intent, at)]
        : isOpenEnded
          ? [lookTask(site, on.id, ending.state, action, at)]
          : [];
  const tell = tellTask({ about: action, revision: ending.state, why: 'acted', due: at });
  return commitHeld(now, {
    expect: note.expect,
    entries: [
      ...note.entries,
      outcomeEntry(now, {
        at,
        state: ending.state,
        why: ending.why,
        answer: answerOf(done, ending),
        lineage: row.lineage,
        after,
        ...followsOf(followed.followed),
      }),
    ],
    row: done,
    effects: {
      rows,
      tasks: [...note.tasks, ...followed.tasks, ...looks, tell],
      finished: [now.held],
      returned: mayHaveActed(row) ? [] : capsOf(now),
    },
  });
}

const noFollowing: Pick<FollowedNow, 'rows' | 'tasks'> & { readonly followed: FollowedNow['followed'] | null } = {
  ...{ followed: null, rows: [], tasks: [] },
};

function endedRow(row: ActionRow, known: Known | null, { state, why }: Ending, at: Instant): ActionRow {
  const isGroup = known?.read.live.kind === 'group';
  const left = state === 'verified' && isGroup ? rulesOf(known.read.live) : row.left;
  // What was never answered may have come through for all that anybody knows.
  const last = row.last ?? row.pending;
  return { ...row, ...(last === null ? {} : { last }), state, why, pending: null, left, endedAt: at };
}

/** What stays to be done by people: what is left, and the commands that end the drift which new rule ids mean for Terraform. */
function answerOf({ lineage, left: rules }: ActionRow, { left, answer }: Ending): Json {
  const imports = importCommands(lineage, rules ?? []);
  return plain({
    ...(answer === undefined ? {} : { answer }),
    ...(left === undefined || left.length === 0 ? {} : { left }),
    ...(imports.length === 0 ? {} : { imports }),
  });
}

/** Two good reads of all that was meant show the violations of just these rules to be gone. */
async function following(now: Performing, { judged, memory, read }: Known, ending: Ending, at: Instant) {
  const { intent } = now.row;
  const isGone = ending.state === 'gone';
  if (read.live.kind !== 'group' || !(ending.confirmed === true || isGone)) return noFollowing;
  const episodes = await episodesOf(now.parts.store, memory.site, memory.subject);
  const tuples = new Set(aimTuples(intent.aims));
  const shown = episodes.violations.filter(({ tuple }) => isGone || tuples.has(tuple));
  const away = new Set(shown.map(({ check, tuple }) => `${check}/${tuple}`));
  return followNow(now.parts, memory, shownBy(judged, read), { now: at, because: intent.action, away, episodes });
}

/** What two good reads showed counts as it is, however lately it came to be so. */
function shownBy(judged: JudgedSubject, { live }: ReRead): JudgedSubject {
  if (live.kind !== 'group') return judged;
  const { group } = live;
  const shown = {
    rules: group?.rules ?? [],
    exists: group === null ? 'no' : 'yes',
    known: 'known',
    tags: group?.tags ?? {},
  } as const;
  return Object.create(judged, { now: { value: shown } }) as JudgedSubject;
}

/** What an undoing gave back is itself over in another way now. */
async function undone({ parts, row }: Performing): Promise<readonly RowWrite[]> {
  if (row.undoes === undefined) return [];
  const name = rowName('action', row.undoes);
  const found = await parts.store.row(name);
  const before = readRow('action', found);
  if (before === null) return [];
  const why = `undone by ${row.intent.action}`;
  return [{ ...name, value: JSON.stringify({ ...before, state: 'undone', why }), expect: found.version }];
}

/** How long it took from the change to the good end of it. */
function afterOf(known: Known | null, row: ActionRow, { state }: Ending, at: Instant): number | null {
  if (state !== 'verified') return null;
  const behind =
    known?.judged.acts.find((act) => isBehind(act, row.intent)) ?? known?.judged.single.get(row.intent.for);
  return at - ((behind === undefined ? null : readInstant(behind.at)) ?? row.startedAt);
}

/** The day's counts with the end of the action, in the one row that both it and closed violations are counted in. */
async function tallied(
  { parts, row, shard }: Performing,
  at: Instant,
  happening: Happening,
  rows: readonly RowWrite[],
): Promise<readonly RowWrite[]> {
  if (!rows.some(({ table }) => table === 'tally'))
    return [...rows, ...(await tallyWrite(parts.store, row.intent.site, shard, at, [happening]))];
  return rows.map((each) =>
    each.table === 'tally' && each.value !== null
      ? { ...each, value: writeCanonical(plain(rollup(JSON.parse(each.value) as Tally, happening))) }
      : each,
  );
}
