import type { EntryHeader } from '../../../core/ledger/entry.ts';
import type { ObservedBody } from '../../../core/ledger/entry-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { ToldFollows } from '../sweep/follow-entry.ts';
import { rowName } from '../tables.ts';
import { closedHappenings } from '../watch/tell-incidents.ts';
import type { RowBook } from './row-book.ts';
import type { Counts } from './take-decided.ts';

/** Makes the rows of violations and incidents again as an entry leaves them, and counts what is gone. */
export function takeFollows(
  book: RowBook,
  header: EntryHeader,
  site: Site,
  told: ObservedBody['follows'] | ToldFollows,
  counts: Counts,
): void {
  if (told === undefined) return;
  const { violations, incidents } = told as unknown as ToldFollows;
  for (const each of violations)
    book.put(rowName('violation', site.account, site.region, each.group, each.check, each.tuple), each);
  for (const each of incidents) book.put(rowName('incident', each.id), each);
  for (const happening of closedHappenings({ violations })) counts(site, header, happening);
}
