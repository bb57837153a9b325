import type { LiveParts } from '../live-parts.ts';
import { appendSurely } from './append-surely.ts';
import { knowGroups } from './know-groups.ts';
import { gather, type Settling } from './known.ts';
import type { FirstLook } from './look-first.ts';
import { planCommit } from './plan-commit.ts';
import type { Kept } from './watch-step.ts';

/** How often a commit that others were faster than is decided again. */
const tries = 8;

/**
 * Decides what a record says of one subject and remembers it, with everything that follows, in one commit: against the
 * head that was read before anything else, so that nothing it rests on has changed. Who loses decides again.
 */
export async function settleSubject(parts: LiveParts, settling: Settling): Promise<Kept> {
  const { store, clock, chance } = parts;
  const key = keptKey(settling);
  let isKnowing = false;
  let look: FirstLook | null | undefined;
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await clock.sleep(Math.ceil(chance.next() * 25 * 2 ** attempt));
    // What arrives for the first time is not there; should another worker be at it too, the commit says so.
    if ((attempt > 0 || settling.arrived.kind !== 'first') && (await store.find(key)) !== null) return 'known';
    if (!isKnowing) await knowGroups(parts, settling);
    isKnowing = true;
    const known = await gather(parts, settling, look);
    if (known === null) return 'later';
    look = known.look ?? look;
    const { entries, rows, tasks } = await planCommit(parts, known);
    const { shard, head } = known.memory;
    const done = await appendSurely(store, shard, head, entries, { keys: [key], rows, tasks });
    if (done.kind === 'committed') return 'kept';
    if (done.kind === 'unavailable') return 'later';
    // Another worker's look at the same moment has the same key: only the record's own says that it is kept.
    if (done.kind === 'duplicate' && done.of.some((taken) => taken.key === key)) return 'known';
  }
  return 'later';
}

/** What a record of this content says of this subject is remembered once. */
function keptKey({ arrived: { key, digest }, subject }: Settling): string {
  return `record/${key}/${digest}/${subject}`;
}
