import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { Live } from '../../../core/plan/act/live.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import { callWords } from '../../../core/plan/own/call-words.ts';
import type { ActionRow } from '../tables.ts';
import { giveBack, type Turn } from './give-back.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';

/**
 * What a read shows too early: a call whose answer was lost may still be on its way, and one that came through may not
 * have reached the replica that answered. `null`: it is late enough to make this call.
 */
export async function waitForWrite(now: Performing, { read }: Known, order: Ec2Order): Promise<Turn | null> {
  const { parts, row } = now;
  if (row.lastWrite === null) return null;
  const next = { ...row, goodAt: null };
  if (row.pending !== null) {
    // A rule's id is never given again, so a revoke may be made twice; all else could undo what others did since.
    const settled = row.lastWrite + (order.call === 'revoke' ? 0 : parts.settings.settle);
    if (read.started > settled) return null;
    return giveBack(now, { again: settled + 1, why: 'its last call may still be on its way', row: next });
  }
  if (row.last === undefined || !(isRepeat(order, row.last) || isEcho(order, row, read.live))) return null;
  const due = parts.settings.reads[row.reads + 1];
  if (due === undefined) return null;
  const again = Math.max(row.lastWrite + due, read.ended);
  return giveBack(now, { again, why: 'what it did is not to be seen yet', row: { ...next, reads: row.reads + 1 } });
}

/** Whether a call would do only what the last one did. */
function isRepeat(order: Ec2Order, last: Ec2Order): boolean {
  const done = callWords(last);
  return callWords(order).every(({ call, on, words }) =>
    done.some((each) => each.call === call && each.on === on && words.every((word) => each.words.includes(word))),
  );
}

/**
 * Whether a call would be about a rule that the last one rewrote, by a read that shows it as it was before: made now, it
 * would hit what the rule says since. Or about rules that we took before and gave back under other ids.
 */
function isEcho(order: Ec2Order, { found, last, lineage }: ActionRow, live: Live): boolean {
  if (order.call === 'revoke' && order.ids.every((id) => Object.hasOwn(lineage, id))) return true;
  if (last?.call !== 'rewrite' || found === null || live.kind !== 'group') return false;
  const ids = order.call === 'revoke' ? order.ids : order.call === 'rewrite' ? order.rules.map(({ id }) => id) : [];
  return last.rules.some(({ id }) => {
    if (id === null || !ids.includes(id)) return false;
    const [was, is] = [found, live.group?.rules ?? []].map((rules) => rules.find((rule) => rule.id === id));
    return was !== undefined && is !== undefined && sameTuple(was, is);
  });
}
