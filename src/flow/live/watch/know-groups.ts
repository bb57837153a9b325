import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { LiveParts } from '../live-parts.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { keepLook } from '../sweep/keep-look.ts';
import { appendSurely } from './append-surely.ts';
import type { Settling } from './known.ts';

/** So many groups are looked at for one record at most. */
const mostLooks = 16;

/** Only whether anything is known of a group counts. */
const needs = { attachments: false, beside: false, attempts: { within: 0, most: 0 } } as const;

/**
 * Looks at groups that are put on a thing and of which nothing is known, each in a commit of its own shard: records come in
 * no order, so whoever makes a group and starts something in it at once is often heard of the other way round. What cannot be
 * read, or is not there yet, stays unknown.
 */
export async function knowGroups(parts: LiveParts, { site, subject, changes }: Settling): Promise<void> {
  const groups = changes.flatMap(({ change }) =>
    change.kind === 'attached' && change.record.result === 'applied' ? change.groups.flatMap(({ id }) => id ?? []) : [],
  );
  const named = [...new Set(groups)].filter((id) => id !== subject).slice(0, mostLooks);
  for (const id of named) await knowGroup(parts, site, id);
}

async function knowGroup(parts: LiveParts, site: Settling['site'], id: string): Promise<void> {
  const { gatherer, store } = parts;
  const memory = await loadSubject(store, site, id, { needs });
  if ('kind' in memory || memory.evidence.length > 0) return;
  const looked = await gatherer.group(site, id);
  if (looked.kind === 'failed' || looked.found === null) return;
  const seen: GroupLook = { kind: 'observed', at: looked.started, ended: looked.ended, group: looked.found };
  const kept = await keepLook(parts, memory, seen, { by: 're-read', open: [], swept: null, fence: null });
  // Whoever wrote about the group meanwhile knows it too.
  await appendSurely(store, memory.shard, memory.head, kept.entries, { rows: kept.rows, tasks: kept.tasks });
}
