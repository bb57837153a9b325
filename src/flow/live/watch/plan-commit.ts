import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { LiveParts } from '../live-parts.ts';
import { type KeptLook, keepLook } from '../sweep/keep-look.ts';
import { rowName } from '../tables.ts';
import { type Decided, type DecidedChanges, decideChanges } from './decide-changes.ts';
import { basisOf, type DecidedFacts, decidedDraft, decisionRow, type RevisedFacts } from './decided-draft.ts';
import { episodeWrites } from './episodes-of.ts';
import { evidenceWrites } from './evidence-writes.ts';
import type { FollowedResponse } from './follow-response.ts';
import { type FollowedSubject, followSubject } from './follow-subject.ts';
import type { Known } from './known.ts';
import { looksDue } from './looks-due.ts';
import { raisedBy } from './raise.ts';
import { recordWrite } from './record-write.ts';
import { respondTo } from './respond-to.ts';
import { breachOf, type Revision, writeRevision } from './revise.ts';
import { revisitTasks } from './revisit-tasks.ts';
import { tallyWrite } from './tally-write.ts';
import { closedHappenings, tellIncidents } from './tell-incidents.ts';
import { tellLatent } from './tell-latent.ts';
import { tellTask } from './tell-task.ts';

/** What is remembered of a record about one subject, in one commit. */
export interface SubjectCommit {
  readonly entries: readonly EntryDraft[];
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
}

interface Settled extends DecidedChanges {
  readonly known: Known;
  readonly noticed: KeptLook | null;
  readonly subject: FollowedSubject | null;
  readonly responses: readonly FollowedResponse[];
  /** What revisions that find a breach where there was none lead to, by decision. */
  readonly raised: ReadonlyMap<string, FollowedResponse>;
  /** The row that knows the record again; none where another subject's commit wrote it. */
  readonly record: readonly RowWrite[];
}

/** Works out everything that follows from what a record says of one subject: entries, rows and tasks of one commit. */
export async function planCommit(live: LiveParts, known: Known): Promise<SubjectCommit> {
  const parts = { ...live, store: known.store };
  const { decided, revised } = await decideChanges(parts, known);
  const foreign = decided.filter(({ decision }) => decision.own === undefined);
  const decisions = [...foreign, ...revised].map(({ decision }) => decision);
  const anew = revised.map(({ decision }) => decision.id);
  const responses: FollowedResponse[] = [];
  for (const each of decided) responses.push(await respondTo(parts, each, known));
  const settled: Settled = {
    ...{ known, decided, revised, responses, noticed: await noticedBy(parts, known) },
    raised: await raisedBy(parts, known, revised),
    record: await recordWrite(parts.store, known.arrived),
    subject: await followSubject(parts, known, decisions, anew),
  };
  const looked = known.look?.kind === 'other' ? [known.look.entry] : (settled.noticed?.entries ?? []);
  const made = decidedWrites(settled, looked.length);
  const again = revised.map((each, place) => revisedWrite(settled, each, place));
  return {
    entries: [...looked, ...made.entries, ...again.map(({ entry }) => entry)],
    rows: eachOnce([
      ...evidenceWrites(known),
      ...(settled.noticed?.rows ?? []),
      ...settled.record,
      ...made.rows,
      ...again.map(({ row }) => row),
      ...known.own.rows,
      ...known.explained.rows,
      ...(settled.subject === null ? [] : episodeWrites(settled.subject.followed, settled.subject.episodes)),
      ...[...responses, ...settled.raised.values()].flatMap((each) => each.rows),
      ...(await tallyWrite(parts.store, known.site, known.memory.shard, known.now, countsOf(settled))),
    ]),
    tasks: [...tasksOf(settled, parts), ...(await looksDue(parts, known, settled.subject))],
  };
}

/** A look at a group is kept as the sweep keeps one: what it shows and nothing explains is noticed. */
async function noticedBy(parts: LiveParts, { memory, told, look, explained }: Known): Promise<KeptLook | null> {
  if (look?.kind !== 'group') return null;
  const known = { ...memory, evidence: [...memory.evidence, ...told] };
  return keepLook(parts, known, look.look, { by: 're-read', open: explained.left, swept: null, fence: null });
}

/** The decisions of a commit, after so many entries of what was seen. */
function decidedWrites(settled: Settled, after: number): Pick<SubjectCommit, 'entries' | 'rows'> {
  const { known, decided, responses } = settled;
  const { memory, now, site, subject } = known;
  const entries: EntryDraft[] = [];
  const rows: RowWrite[] = [];
  decided.forEach((each, place) => {
    const response = responses[place]!;
    const incident = settled.subject?.followed.incidentOf.get(each.id);
    const decision = incident === undefined ? response.decision : { ...response.decision, incident };
    const n = (memory.head?.n ?? -1) + 1 + after + place;
    const where = { site, subject, shard: memory.shard, n, at: each.change.record.at, decidedAt: now };
    const basis = basisOf(decision, known.judged.imageBefore(each.id), memory.head);
    entries.push(decidedDraft(decision, factsOf(settled, each, place), basis, now));
    const row = decisionRow(decision, where, response.actions);
    rows.push({ ...rowName('decision', each.id), value: JSON.stringify(row), expect: 0 });
  });
  return { entries, rows };
}

function revisedWrite(settled: Settled, revision: Revision, place: number): ReturnType<typeof writeRevision> {
  const { known, decided, raised } = settled;
  const { site, subject, arrived } = known;
  const response = raised.get(revision.decision.id);
  const { key, digest, preferred } = arrived;
  const facts: RevisedFacts = {
    ...{ site, subject, change: revision.change },
    ...(revision.change === null
      ? { record: null }
      : { record: { key, digest, preferred }, ...metBy(known, revision) }),
    follows: response?.told ?? [],
    ...openedBy(settled, decided.length === 0 && place === 0),
  };
  const { change, follows, violations, incidents } = facts;
  const isBare = change === null && follows.length + violations.length + incidents.length === 0;
  return writeRevision(revision, { now: known.now, facts: isBare ? null : facts, actions: response?.actions ?? [] });
}

function factsOf(settled: Settled, { id, change }: Decided, place: number): DecidedFacts {
  const { known, responses } = settled;
  const { key, digest, preferred } = known.arrived;
  return {
    site: known.site,
    subject: known.subject,
    change,
    record: { key, digest, preferred, counted: place === 0 && isCounted(settled) },
    ...metBy(known, { decision: { id } }),
    follows: responses[place]!.told,
    ...openedBy(settled, place === 0),
  };
}

/** The announcement that a change meets, and the differences that it explains. */
function metBy({ own, explained }: Known, { decision: { id } }: { readonly decision: { readonly id: string } }) {
  return { expect: own.met.get(id) ?? null, claimed: explained.claimed.get(id) ?? [] };
}

/** A record that touches several subjects is counted by the commit that makes it known. */
function isCounted({ known, record }: Pick<Settled, 'known' | 'record'>): boolean {
  return known.arrived.kind === 'first' && record.length > 0;
}

/** The first decision or revision of a commit tells what became of the group's violations: once. */
function openedBy({ subject }: Settled, isFirst: boolean): Pick<DecidedFacts, 'violations' | 'incidents'> {
  const { violations = [], incidents = [] } = (isFirst ? subject?.followed : undefined) ?? {};
  return { violations, incidents };
}

function countsOf(settled: Settled): readonly Happening[] {
  const { known, decided, revised, subject } = settled;
  return [
    ...(isCounted(settled) ? [{ kind: 'record' } as const] : []),
    ...decided.map(({ change: { record }, decision: { own, verdict } }): Happening => {
      const breach = own === undefined && verdict !== undefined ? breachOf(verdict) : null;
      return { kind: 'decided', attempt: record.result !== 'applied', breach, after: known.now - record.at };
    }),
    ...revised.map(({ counts }) => counts),
    ...(subject === null ? [] : closedHappenings(subject.followed)),
  ];
}

function tasksOf(settled: Settled, { settings: { apart, remind } }: LiveParts): readonly NewTask[] {
  const { known, decided, revised, responses, raised, noticed, subject } = settled;
  const { arrived, site, now, own } = known;
  const tell = (about: string, revision: number, why: string): NewTask => tellTask({ about, revision, why, due: now });
  const at = { site, group: known.subject, now, because: arrived.key, apart, remind };
  return [
    ...[...responses, ...raised.values()].flatMap((each) => each.tasks),
    ...(noticed?.tasks ?? []),
    ...decided.flatMap((each) => revisitTasks(known, each)),
    ...(subject === null ? [] : tellIncidents(subject.followed, at)),
    ...decided.flatMap(({ decision }) => tellLatent(known, decision)),
    ...decided.flatMap(({ id, decision }) => whyTold(decision).map((why) => tell(id, 0, why))),
    ...revised.map(({ decision, number }) => tell(decision.id, number, 'revised')),
    ...own.impostors.map((about) => {
      return tellTask({ about, revision: 0, why: 'impostor', due: now, detail: { severity: 'critical' } });
    }),
    ...(arrived.kind === 'twin' ? [tell(arrived.key, 0, 'conflict')] : []),
  ];
}

function whyTold({ own, late, verdict }: Decided['decision']): readonly string[] {
  if (own !== undefined || (verdict?.ruling !== 'breach' && verdict?.ruling !== 'unknown')) return [];
  return [late ? 'late' : verdict.ruling];
}

/** A commit writes a row once: what is named last counts. */
function eachOnce(rows: readonly RowWrite[]): readonly RowWrite[] {
  return [...new Map(rows.map((row) => [`${row.table} ${row.key}`, row])).values()];
}
