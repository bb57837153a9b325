import { passesForOurs } from '../../../core/change/passes-for-ours.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Aim, Intent, Rewrite } from '../../../core/plan/act/intent.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import { sessionPrefix } from '../../../core/trail/own-session.ts';
import { type ActionRow, readRow, rowName } from '../tables.ts';
import { mayHaveActed } from './caps-held.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';
import type { ReRead } from './re-read.ts';

/**
 * Rules of an intent that say what another action of ours made them say, by id, which was against the very same: it was
 * decided when less was known, as when the record of an earlier call of ours had not come yet. What people ordered or
 * approved is theirs. An action that has made a call of its own is not put right by what came after it.
 */
export async function leftByUs(
  { parts: { store }, row }: Pick<Performing, 'parts' | 'row'>,
  { memory, read }: Pick<Known, 'memory' | 'read'>,
  intent: Intent | null,
): Promise<ReadonlyMap<string, Rule>> {
  const left = new Map<string, Rule>();
  if (intent === null || mayHaveActed(row)) return left;
  const changed = intent.aims.flatMap((aim) => changedSince(aim, read));
  if (changed.length === 0) return left;
  const decision = readRow('decision', await store.row(rowName('decision', intent.for)));
  for (const { aim, found } of changed) {
    const { at, by } = lastRewriting(memory, aim.id);
    for (const id of new Set([...by, ...(decision?.actions ?? [])])) {
      const action = readRow('action', await store.row(rowName('action', id)));
      if (action === null || !hasWritten(action, aim, found)) continue;
      // Of what the same decision led to before, the record may still be to come.
      if (by.includes(id) || (action.lastWrite ?? 0) > at) left.set(aim.id, found);
    }
  }
  return left;
}

/** What a rule says that an aim is against, where that is neither what it was made to say nor what it is to say. */
function changedSince(aim: Aim, { live }: ReRead): readonly { readonly aim: Rewrite; readonly found: Rule }[] {
  if (aim.kind !== 'rewrite') return [];
  const found = rulesOf(live).find(({ id }) => id === aim.id);
  return found === undefined || sameTuple(found, aim.from) || sameTuple(found, aim.to) ? [] : [{ aim, found }];
}

/** When a rule was last rewritten as records tell, to the second, and the actions that calls of that second go by. */
function lastRewriting(
  { evidence }: Known['memory'],
  rule: string,
): { readonly at: Instant; readonly by: readonly string[] } {
  const writes = evidence.flatMap((each) => {
    if (each.kind !== 'change' || each.change.kind !== 'rules-modified') return [];
    const { record, rules } = each.change;
    return record.result === 'applied' && rules.some(({ id }) => id === rule) ? [each.change] : [];
  });
  const at = Math.max(...writes.map(({ record }) => record.at));
  const ours = writes.filter((change) => change.record.at === at && passesForOurs(change));
  return { at, by: ours.map(({ record }) => record.actor.session!.slice(sessionPrefix.length)) };
}

/** Whether the last call of an action that nobody ordered, and that was against the same, made a rule say what it says. */
function hasWritten({ approvedBy, intent, last }: ActionRow, { from }: Rewrite, found: Rule): boolean {
  const isOwn = intent.do !== 'undo' && approvedBy === undefined;
  const isSame = intent.aims.some(
    (each) => each.kind === 'rewrite' && each.id === found.id && sameTuple(each.from, from),
  );
  return (
    isOwn &&
    isSame &&
    last?.call === 'rewrite' &&
    last.rules.some((rule) => rule.id === found.id && sameTuple(rule, found))
  );
}
