import type { Store } from '../../../contracts/store.ts';
import type { Attachments } from '../../../core/facts/facts.ts';
import { readInstant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { AttachmentBook } from '../../attachment-book.ts';
import { attachmentsOf, interfaceLooks } from '../../attachments-of.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { spillMemory } from '../memory/spill-memory.ts';
import type { DecisionRow } from '../tables.ts';

const needs = { attachments: true, beside: false, attempts: { within: 0, most: 0 } } as const;

/**
 * What the group of a decision was on when it happened, by the records and looks that the ledger has; `null` where they do
 * not tell, it is no group, or the store does not answer: a message is worded all the same.
 */
export async function attachedThen(
  store: Store,
  { at, on }: Decision,
  { site }: Pick<DecisionRow, 'site'>,
): Promise<Attachments | null> {
  const when = readInstant(at);
  if (on.kind !== 'group' || on.id === null || when === null) return null;
  const memory = await loadSubject(store, site, on.id, { needs });
  if (!('evidence' in memory)) return null;
  const { looks, spill } = spillMemory(memory, []);
  const shown = interfaceLooks(null, looks);
  const book = new AttachmentBook(null, looks);
  for (const thing of spill.subjects('interface'))
    for (const each of attachmentsOf(spill, thing, shown).attached) book.note(each);
  return book.at({ id: on.id, ...site }, when).attached;
}
