import { readInstant } from '../../../core/leaf/instant.ts';
import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { DecidedBody, RevisedBody } from '../../../core/ledger/entry-body.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Verdict } from '../../../core/verdict/verdict.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import { verdictDigest } from '../memory/verdict-digest.ts';
import { type ActionRow, type AskRow, rowName } from '../tables.ts';
import { type DecidedFacts, decisionRow, type RevisedFacts } from '../watch/decided-draft.ts';
import { breachOf } from '../watch/revise.ts';
import type { RowBook } from './row-book.ts';

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
  const isNew = record !== null && book.get(rowName('record', record.key)) === null;
  if (record !== null) {
    const { key, digest, preferred } = record;
    book.put(rowName('record', key), { digest, preferred });
    if (isNew) counts(site, header, { kind: 'record' });
  }
  const actions = followed(book, facts);
  book.put(
    rowName('decision', decision.id),
    decisionRow(decision, { site, subject, shard, n, at, decidedAt }, actions),
  );
  claim(book, decision.id, facts);
  opened(book, facts);
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
  if (actions.length > 0) book.put(name, { ...next, actions });
  opened(book, facts);
  if (change === null) return;
  const moved = rowName('evidence', site.account, site.region, subject, known.at, body.of);
  if (known.at !== change.record.at) book.take([{ ...moved, value: null }]);
  book.take(evidenceRows(site, subject, [{ kind: 'change', id: body.of, at: change.record.at, change }]));
  if (record !== null) book.put(rowName('record', record.key), { digest: record.digest, preferred: record.preferred });
}

function opened(book: RowBook, { site, violations, incidents }: RevisedFacts): void {
  for (const each of violations)
    book.put(rowName('violation', site.account, site.region, each.group, each.check, each.tuple), each);
  for (const each of incidents) book.put(rowName('incident', each.id), each);
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
function claim(book: RowBook, id: string, { site, change, claimed, expect, record }: DecidedFacts): void {
  for (const seen of claimed) {
    const name = rowName('unexplained', site.account, site.region, seen);
    const row = book.get(name);
    if (row !== null) book.put(name, { ...row, claimedBy: id });
  }
  if (change?.origin === 'observed') {
    const name = rowName('unexplained', site.account, site.region, id);
    const row = book.get(name);
    if (row !== null) book.put(name, { ...row, decision: id });
  }
  if (expect === null || record === null) return;
  const name = { table: 'expect', key: expect } as const;
  const row = book.get(name);
  if (row !== null) book.put(name, { ...row, record: record.key });
}
