import type { Group } from '../../../core/group/group.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { ObservedBody } from '../../../core/ledger/entry-body.ts';
import { type LookDifference, lookAgain } from '../../../core/ledger/observed-body.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { unexplainedName } from '../sweep/keep-look.ts';
import { rowName, type UnexplainedRow } from '../tables.ts';
import type { RowBook } from './row-book.ts';
import { type Counts, explain } from './take-decided.ts';
import { takeFollows } from './take-follows.ts';

/** What looks showed, by subject and the start of the read: later ones tell only what is different. */
export type LooksSeen = Map<string, Map<Instant, Group | null>>;

/** Makes the rows of a look again; `false` where the look that it differs from is gone. */
export function takeObserved(
  book: RowBook,
  header: EntryHeader,
  body: ObservedBody,
  { seen, counts }: { readonly seen: LooksSeen; readonly counts: Counts },
): boolean {
  const [, account = '', region = ''] = header.key.split('/');
  const site = { account, region };
  if (body.by === 'site') {
    const { started, ended } = body;
    book.put(rowName('swept', account, region), { started, ended });
    return true;
  }
  takeFollows(book, header, site, body.follows, counts);
  for (const [id, by] of Object.entries((body.claimed ?? {}) as Readonly<Record<string, string>>))
    explain(book, { site, group: body.group, id }, by);
  if (body.difference === null) return true;
  const look = lookOf(body, seen, `${account}/${region}/${body.group}`);
  if (look === null) return false;
  book.take(evidenceRows(site, body.group, [look]));
  for (const row of (body.unexplained ?? []) as unknown as readonly UnexplainedRow[])
    book.put(unexplainedName(row), row);
  for (const id of (body.withdrawn ?? []) as readonly string[])
    book.take([{ ...unexplainedName({ site, group: body.group, id }), value: null }]);
  return true;
}

function lookOf({ difference, started }: ObservedBody, seen: LooksSeen, subject: string): SubjectEvidence | null {
  const told = difference as unknown as LookDifference | Exclude<SubjectEvidence, { kind: 'change' | 'observed' }>;
  if ('kind' in told) return told;
  const looks = seen.get(subject) ?? new Map<Instant, Group | null>();
  const group = lookAgain(told, looks);
  if (group === undefined) return null;
  seen.set(subject, looks.set(started, group));
  return { kind: 'observed', at: started, group };
}
