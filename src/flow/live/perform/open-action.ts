import type { Task } from '../../../contracts/store.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import type { LiveParts } from '../live-parts.ts';
import { type ActionRow, readRow, rowName } from '../tables.ts';
import type { Performing } from './performing.ts';

/** States in which an action is not over. */
const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying'];

/** The action of a leased task as the store holds it; why not, where there is nothing (any more) to do. */
export async function openAction(parts: LiveParts, task: Task): Promise<Performing | 'ended' | 'unknown'> {
  const started = parts.clock.monotonic();
  const id = actionOf(task);
  const found = id === null ? null : await parts.store.row(rowName('action', id));
  const row = found === null ? null : readRow('action', found);
  if (found === null || row === null) return 'unknown';
  if (!going.includes(row.state)) return 'ended';
  const { on, site } = row.intent;
  return {
    parts,
    held: { task: task.id, fence: task.fence },
    leaseEnd: started + leaseLeft(parts, task),
    shard: shardOf({ ...site, group: on.id }, parts.store.shards),
    row,
    version: found.version,
  };
}

/** A clock that jumped since the lease was given must not make it longer than it was. */
function leaseLeft({ clock, settings }: LiveParts, { until }: Task): number {
  return Math.max(0, Math.min(settings.lease, (until ?? 0) - clock.now()));
}

function actionOf({ body }: Task): string | null {
  const { action } = JSON.parse(body) as { readonly action?: unknown };
  return typeof action === 'string' ? action : null;
}
