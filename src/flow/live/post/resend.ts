import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { LiveParts } from '../live-parts.ts';
import { orderOnce } from '../orders/order-once.ts';
import type { Ordered, Ordering } from '../orders/ordered.ts';
import { readRow, rowName } from '../tables.ts';
import { allRows } from './all-rows.ts';
import { deliverKind } from './messages-due.ts';
import type { DeadRow, SentRow } from './post-rows.ts';

/** Everything that was given up and that nobody has sent anew, by channel and message. */
export async function deadLetters(store: LiveParts['store']): Promise<readonly DeadRow[]> {
  return (await allRows(store, 'dead')).map(({ value }) => value);
}

/** Has a message that was given up sent anew, to one channel or to all that did not take it. */
export function resend(
  parts: Pick<LiveParts, 'store' | 'clock' | 'chance'>,
  { message, channel }: { readonly message: string; readonly channel: string | null },
  ordering: Ordering,
): Promise<Ordered> {
  const { clock, store } = parts;
  return orderOnce(parts, 'resend', { ordering, id: message }, async () => {
    const all = (await deadLetters(store)).filter((each) => each.message === message);
    const meant = all.filter((each) => channel === null || each.channel === channel);
    if (meant.length === 0) {
      const where = channel === null ? '' : ` on \`${channel}\``;
      return { kind: 'refused', why: `expected a message that was given up${where}, \`${message}\` was not` };
    }
    const [rows, tasks]: [RowWrite[], NewTask[]] = [[], []];
    for (const { channel: name, revision } of meant) {
      const sentRow = await store.row(rowName('sent', message, name));
      const sent = readRow('sent', sentRow);
      if (sent === null) continue;
      const anew: SentRow = { ...sent, revision: -1, trying: null, since: null, next: null };
      rows.push({ ...rowName('sent', message, name), value: JSON.stringify(anew), expect: sentRow.version });
      rows.push({ ...rowName('dead', name, message), value: null });
      const id = `deliver/${name}/${message}/${revision}/${digestName(ordering.key)}`;
      tasks.push({ id, key: id, kind: deliverKind(name), due: clock.now(), body: JSON.stringify({ message }) });
    }
    const detail = { channels: meant.map((each) => each.channel) };
    const commit = { shard: 0, expect: 'any', order: 'resend', on: message, until: null, detail } as const;
    return { kind: 'write', commit: { ...commit, effects: { rows, tasks } } };
  });
}
