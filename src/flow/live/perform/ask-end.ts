import { shardOf } from '../../../core/ledger/entry-shard.ts';
import { readRow, rowName } from '../tables.ts';
import type { TaskHandler } from '../task-kinds.ts';
import { appendSurely } from '../watch/append-surely.ts';
import { tellTask } from '../watch/tell-task.ts';

/** Milliseconds until it is tried again when the store did not take it. */
const again = 1_000;

/** Ends a question that nobody answered: nothing is done then, and that is told. One that was answered has ended already. */
export const askEnd: TaskHandler = async ({ clock, store }, task) => {
  const held = { task: task.id, fence: task.fence };
  const { hash } = JSON.parse(task.body) as { readonly hash: string };
  const name = rowName('ask', hash);
  const row = await store.row(name);
  const ask = readRow('ask', row);
  if (ask === null || ask.state !== 'waiting') return void (await store.finish(held));
  const at = clock.now();
  if (at < ask.until) return void (await store.fail(held, 'there is still time to answer', ask.until));
  const { intent } = ask;
  const why = 'nobody answered in time';
  const body = {
    kind: 'outcome',
    action: intent.action,
    attempt: 0,
    state: 'refused',
    why,
    answer: null,
    lineage: {},
  } as const;
  const value = JSON.stringify({ ...ask, state: 'expired' });
  const shard = shardOf({ ...intent.site, group: intent.on.id }, store.shards);
  const done = await appendSurely(store, shard, 'any', [{ at, key: `ask-end/${hash}`, fence: task.fence, body }], {
    rows: [{ ...name, value, expect: row.version }],
    tasks: [tellTask({ about: hash, revision: 'expired', why: 'expired', due: at })],
    finished: [held],
  });
  // Somebody answered meanwhile, or the store does not answer: the next try sees which.
  if (done.kind === 'stale' || done.kind === 'unavailable') await store.fail(held, done.kind, at + again);
};
