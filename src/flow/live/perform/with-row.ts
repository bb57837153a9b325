import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ActionRow } from '../tables.ts';
import { plain } from './action-entries.ts';

/** Lets an entry about an action say how far the action has come with it, so that its row can be made again; its image never changes. */
export function withRow(entry: EntryDraft, { image: _image, pending, ...row }: ActionRow): EntryDraft {
  const { body } = entry;
  // What is announced is what is pending.
  if (body.kind === 'acting') return { ...entry, body: { ...body, row: plain(row) } };
  if (body.kind === 'outcome') return { ...entry, body: { ...body, row: plain({ ...row, pending }) } };
  return entry;
}
