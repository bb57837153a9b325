import type { ListEdited } from '../change/change.ts';
import type { PrefixList } from '../group/group.ts';
import type { Instant } from '../leaf/instant.ts';

/** What a prefix list holds at a moment: canonical CIDRs, or `null` when unknown; `version` tells one unknown content from another. */
export interface ListState {
  readonly entries: readonly string[] | null;
  readonly version: number;
}

/** One applied edit of a list with what it held before and after. */
export interface ListEdit {
  readonly id: string;
  readonly change: ListEdited;
  readonly before: ListState;
  readonly after: ListState;
}

/** The edits of a prefix list in order, and what it held when nothing was edited. */
export interface ListHistory {
  readonly edits: readonly ListEdit[];
  readonly still: ListState;
}

/** Prefix lists by id: their histories, as far as known. */
export type ListBook = ReadonlyMap<string, ListHistory>;

/**
 * Folds the edits of one list, forwards from its creation and both ways from live looks (oldest first). An edit whose entries are not
 * told (a restored version, an IPAM resolver) breaks the chain: what follows is unknown until something tells it.
 */
export function readListHistory(
  edits: readonly { readonly id: string; readonly change: ListEdited }[],
  looks: readonly { readonly at: Instant; readonly found: PrefixList | null }[],
): ListHistory {
  const sorted = edits
    .filter(({ change }) => change.record.result === 'applied')
    .sort(
      (a, b) =>
        a.change.record.at - b.change.record.at || editOrder(a.change) - editOrder(b.change) || (a.id < b.id ? -1 : 1),
    );
  const held: (ReadonlySet<string> | null)[] = Array<ReadonlySet<string> | null>(sorted.length + 1).fill(null);
  let from = 0;
  for (const { at, found } of looks) {
    if (found === null) continue;
    from = sorted.filter(({ change }) => isBefore(change, at, found)).length;
    held[from] = found.entries === null ? null : new Set(found.entries);
  }
  for (let at = from; at > 0; at--) held[at - 1] ??= undo(held[at]!, sorted[at - 1]!.change);
  for (let at = 0; at < sorted.length; at++) held[at + 1] ??= redo(held[at]!, sorted[at]!.change);
  const state = (at: number): ListState => ({ entries: held[at] === null ? null : [...held[at]!].sort(), version: at });
  return { edits: sorted.map((edit, at) => ({ ...edit, before: state(at), after: state(at + 1) })), still: state(0) };
}

/**
 * Where an edit belongs among those of one list in one second: a list is made first and goes last. The answer to an edit
 * tells the version that it began at, so that the first one tells the same as the making.
 */
export function editOrder({ act, version }: ListEdited): number {
  if (act === 'created') return -1;
  return act === 'deleted' ? Number.MAX_SAFE_INTEGER : (version ?? 0);
}

/** How long an edit may be under way, in milliseconds: until then lists are shown as they were. */
export const underWay = 120_000;

/**
 * Whether an edit had come through when a look was taken. The time of a record has seconds only, and an edit takes a
 * while: meanwhile the list is shown as it was, at the version that the answer to the edit tells (EC2 API reference,
 * ModifyManagedPrefixList). A look that still shows it so later says that the edit has failed.
 */
function isBefore({ act, added, record, removed, version }: ListEdited, at: Instant, found: PrefixList): boolean {
  if (record.at > at) return false;
  const { entries } = found;
  if (act !== 'modified' || at > record.at + underWay || entries === null) return true;
  const isOlder = version !== null && found.version !== null && found.version <= version;
  const shows = added.every(({ cidr }) => entries.includes(cidr)) && !removed.some((cidr) => entries.includes(cidr));
  return !isOlder || shows;
}

function redo(held: ReadonlySet<string> | null, edit: ListEdited): ReadonlySet<string> | null {
  if (edit.act === 'deleted') return new Set();
  if (edit.entries === 'unknown') return null;
  if (edit.act === 'created') return new Set(edit.added.map((entry) => entry.cidr));
  if (held === null) return null;
  const next = new Set(held);
  for (const cidr of edit.removed) next.delete(cidr);
  for (const entry of edit.added) next.add(entry.cidr);
  return next;
}

function undo(held: ReadonlySet<string> | null, edit: ListEdited): ReadonlySet<string> | null {
  if (edit.act === 'created') return new Set();
  if (held === null || edit.entries === 'unknown' || edit.act === 'deleted') return null;
  const previous = new Set(held);
  for (const entry of edit.added) previous.delete(entry.cidr);
  for (const cidr of edit.removed) previous.add(cidr);
  return previous;
}
