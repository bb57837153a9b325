import type { Spill } from '../contracts/spill.ts';
import type { Change } from '../core/change/change.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Evidence } from '../core/ledger/evidence.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { type Trace, trace } from '../core/ledger/trace.ts';
import type { KnownGroup } from './group-index.ts';
import { evidenceOf, readListBook } from './load.ts';
import { type Looks, noLooks } from './looks.ts';

/** Everything known of one group, ready to be asked. */
export interface History {
  readonly evidence: readonly Evidence[];
  readonly lists: ListBook;
  /** The id of a change of this history: the one that `explain` knows it by. */
  readonly idOf: (change: Change) => string;
}

/** Gathers what is known of a group; give `lists` when many groups are asked. */
export function historyOf(
  spill: Spill,
  snapshot: Perimeter | null,
  group: KnownGroup,
  lists: ListBook = readListBook(spill, snapshot),
  looks: Looks = noLooks,
): History {
  const changes = group.subjects.flatMap((subject) => spill.changesOf(subject));
  const evidence = evidenceOf(changes, snapshot, group.key, looks);
  const ids = new Map(evidence.flatMap((each) => (each.kind === 'change' ? [[each.change, each.id] as const] : [])));
  for (const { edits } of lists.values()) for (const edit of edits) ids.set(edit.change, edit.id);
  return { evidence, lists, idOf: (change) => ids.get(change)! };
}

/** The traces of a history, in order. */
export function tracesOf({ evidence, lists }: Pick<History, 'evidence' | 'lists'>): readonly Trace[] {
  const traces: Trace[] = [];
  trace(evidence, lists, (each) => traces.push(each));
  return traces;
}
