import { readInstant } from '../../../core/leaf/instant.ts';
import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { DecidedBody, RevisedBody } from '../../../core/ledger/entry-body.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Verdict } from '../../../core/verdict/verdict.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import { verdictDigest } from '../memory/verdict-digest.ts';
import { unexplainedName } from '../sweep/keep-look.ts';
import { type ActionRow, type AskRow, rowName, type UnexplainedRow } from '../tables.ts';
import { type DecidedFacts, decisionRow, type RevisedFacts } from '../watch/decided-draft.ts';
import { breachOf } from '../watch/revise.ts';
import type { RowBook } from './row-book.ts';
import { takeFollows } from './take-follows.ts';

/** What is counted, and when: counts go to the day on which they were written. */
export type Counts = (site: DecidedFacts['site'], header: EntryHeader, happening: Happening) => void;

/** Makes the rows of a decision again: its evidence, what follows from it, and what it opened. */
export function takeDecided(book: RowBook, header: EntryHeader, body: DecidedBody, counts: Counts): void {
  const decision = body.decision as unknown as Decision;
  const facts = body.facts as unknown as DecidedFacts;
  const { site, subject, change, record } = facts;
  const { shard, n, at: decidedAt } = header;
  const at = change?.record.at ?? readInstant(decision.at) ?? decidedAt;
  if (change !== null)
    book.take(evidenceRows(site, subject, [{ kind: 'change', id: decision.id, at: change.record.at, change }]));
  if (record !== null && (record.counted ?? book.get(rowName('record', record.key)) === null))
    counts(site, header, { kind: 'record' });
  keepRecord(book, record);
  const actions = followed(book, facts);
  book.put(
    rowName('decision', decision.id),
    decisionRow(decision, { site, subject, shard, n, at, decidedAt }, actions),
  );
  claim(book, decision.id, facts);
  takeFollows(book, header, site, facts, counts);
  const { own, verdict } = decision;
  const breach = own === undefined && verdict?.ruling === 'breach' ? verdict.severity : null;
  const attempt = change !== null && change.record.result !== 'applied';
  counts(site, header, { kind: 'decided', attempt, breach, after: decidedAt - at });
}

/** Makes the rows of another verdict again, and of what a correction says instead. */
export function takeRevised(book: RowBook, header: EntryHeader, body: RevisedBody, counts: Counts): void {
  const name = rowName('decision', body.of);
  const known = book.get(name);
  if (known === null) return;
  const verdict = body.verdict as unknown as Verdict | null;
  const next = {
    ...known,
    ruling: verdict?.ruling ?? 'clear',
    severity: verdict?.severity ?? 'none',
    verdict: verdictDigest(verdict === null ? {} : { verdict }),
    revision: known.revision + 1,
  } as const;
  book.put(name, next);
  counts(known.site, header, { kind: 'revised', from: breachOf(known), to: breachOf(next) });
  const facts = body.facts as unknown as RevisedFacts | undefined;
  if (facts === undefined) return;
  const { site, subject, change, record } = facts;
  const actions = followed(book, facts);
  if (actions.length > 0) book.put(name, { ...next, actions: [...(next.actions ?? []), ...actions] });
  takeFollows(book, header, site, facts, counts);
  claim(book, body.of, facts);
  if (change === null) return;
  for (const key of book.evidenceOf(site, subject))
    if (key.endsWith(`/${body.of}`)) book.take([{ table: 'evidence', key, value: null }]);
  book.take(evidenceRows(site, subject, [{ kind: 'change', id: body.of, at: change.record.at, change }]));
  keepRecord(book, record);
}

/** The row of a record: of copies that are meant to differ the smallest counts, in whichever shard it was told. */
function keepRecord(book: RowBook, record: DecidedFacts['record']): void {
  if (record === null) return;
  const name = rowName('record', record.key);
  const { digest, preferred } = record;
  const before = book.get(name);
  if (before === null || preferred <= before.preferred) book.put(name, { digest, preferred });
}

function followed(book: RowBook, { follows }: RevisedFacts): readonly string[] {
  const told = follows as unknown as readonly { readonly action?: ActionRow; readonly ask?: AskRow }[];
  return told.flatMap(({ action, ask }) => {
    if (ask !== undefined) book.put(rowName('ask', ask.hash), ask);
    if (action === undefined) return [];
    book.put(rowName('action', action.intent.action), action);
    return [action.intent.action];
  });
}

/** What the change explains, what it stands in for, and the announcement that it met. */
function claim(
  book: RowBook,
  id: string,
  { site, subject, change, claimed = [], expect = null, record }: DecidedFacts | RevisedFacts,
): void {
  for (const seen of claimed) explain(book, { site, group: subject, id: seen }, id);
  if (change?.origin === 'observed') {
    const name = unexplainedName({ site, group: subject, id });
    const row = book.get(name);
    if (row !== null) book.put(name, { ...row, decision: id });
  }
  if (expect === null || record === null) return;
  const name = { table: 'expect', key: expect } as const;
  const row = book.get(name);
  if (row !== null) book.put(name, { ...row, record: record.key });
}

/** Says of a difference which change, or action of ours, explains it. */
export function explain(book: RowBook, seen: Pick<UnexplainedRow, 'site' | 'group' | 'id'>, by: string): void {
  const name = unexplainedName(seen);
  const row = book.get(name);
  if (row !== null) book.put(name, { ...row, claimedBy: by });
}
