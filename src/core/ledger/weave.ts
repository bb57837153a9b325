import type { Evidence } from './evidence.ts';
import type { ListBook, ListEdit } from './lists.ts';

/** Evidence about a group with the edits of lists that its rules name, and these by id. */
export function weave(
  evidence: readonly Evidence[],
  lists: ListBook,
): { readonly edits: ReadonlyMap<string, ListEdit>; readonly woven: readonly Evidence[] } {
  const edits = new Map(listEditsFor(evidence, lists).map((edit) => [edit.id, edit]));
  if (edits.size === 0) return { edits, woven: evidence };
  const told = [...edits.values()].map(
    ({ id, change }): Evidence => ({ kind: 'change', id, at: change.record.at, change }),
  );
  return { edits, woven: [...evidence, ...told] };
}

/** The edits of the prefix lists that any of the evidence names. */
function listEditsFor(evidence: readonly Evidence[], lists: ListBook): readonly ListEdit[] {
  if (lists.size === 0) return [];
  const named = new Set<string>();
  for (const each of evidence) {
    const rules =
      each.kind === 'observed' ? (each.group?.rules ?? []) : 'rules' in each.change ? each.change.rules : [];
    for (const rule of rules) if (rule.peer?.kind === 'list') named.add(rule.peer.value);
  }
  return [...named].flatMap((id) => lists.get(id)?.edits ?? []);
}
