import type { Store } from '../../src/contracts/store.ts';
import { pendingOf } from '../../src/core/plan/quiet/channel-counts.ts';
import { pagesUnder } from '../../src/flow/live/pages-under.ts';
import type { MessageRow } from '../../src/flow/live/post/post-rows.ts';
import { loadPost } from '../../src/flow/live/post/post-state.ts';
import { readRow, rowName } from '../../src/flow/live/tables.ts';

/** How the telling of a store stands. */
export interface ToldSoFar {
  readonly messages: readonly MessageRow[];
  /** Messages that are not at their channel as they are now. */
  readonly pending: number;
  readonly dead: number;
  /** Decisions that were due, by what became of them on all channels. */
  readonly due: number;
  readonly sent: number;
  readonly waiting: number;
  readonly suppressed: number;
  /** Everything that should not be. */
  readonly wrong: readonly string[];
}

/** Looks at a store on which nobody works: due = sent + pending + suppressed, of decisions as of messages. */
export async function inspectTelling(store: Store): Promise<ToldSoFar> {
  const wrong: string[] = [];
  const rows = await pagesUnder(store, rowName('message', ''));
  const messages = rows.flatMap((row) => readRow('message', row) ?? []);
  let pending = 0;
  for (const { message, revision } of messages) {
    const sent = readRow('sent', await store.row(rowName('sent', message.id, message.channel)));
    if ((sent?.revision ?? -1) >= revision) continue;
    pending++;
    if (!(await hasTask(store, message, revision)))
      wrong.push(`${message.id} on ${message.channel} is not told and has no task`);
  }
  const dead = (await pagesUnder(store, rowName('dead', ''))).length;
  let [due, sent, waiting, suppressed] = [0, 0, 0, 0];
  const { cursor, lanes } = await loadPost(store);
  for (const [channel, counts] of Object.entries(cursor?.teller.counts ?? {})) {
    // A lane in which nothing is open any more is forgotten.
    const lane = lanes.get(channel);
    const keys = new Set([...(lane?.head.live ?? []), ...(lane?.head.overflow?.bundles ?? [])]);
    const inLane = [...keys]
      .flatMap((key) => lane?.bundles.get(key) ?? [])
      .filter(({ message, state }) => message === null && state !== 'dropped');
    const open = inLane.reduce((sum, { count }) => sum + count, 0);
    if (pendingOf(counts) !== open)
      wrong.push(`${channel}: ${pendingOf(counts)} wait by its counts, ${open} in its lane`);
    due += counts.due;
    sent += counts.told + counts.joined + counts.collapsed;
    waiting += open;
    suppressed += counts.dropped + counts.muted;
  }
  if (due !== sent + waiting + suppressed)
    wrong.push(`${due} were due, ${sent} sent, ${waiting} wait, ${suppressed} kept back`);
  return { messages, pending, dead, due, sent, waiting, suppressed, wrong };
}

/** Whichever of its tasks is open brings a message to its newest revision. */
async function hasTask(store: Store, { channel, id }: MessageRow['message'], newest: number): Promise<boolean> {
  for (let revision = newest; revision >= 0; revision--)
    if ((await store.task(`deliver/${channel}/${id}/${revision}`))?.state === 'open') return true;
  return false;
}
