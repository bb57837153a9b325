import type { CapUse, Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { pagesUnder } from '../pages-under.ts';
import { type ActionRow, readRow, rowName, type Tables } from '../tables.ts';
import { mayHaveActed } from './caps-held.ts';

/**
 * From when on a cap that is used up has room again, as far as what other actions did tells; `null` where that may be any
 * moment: one of those that hold it has done nothing yet, and what does nothing gives its use back.
 */
export async function roomAt(store: Store, intent: Intent, { name, per, count, at }: CapUse): Promise<Instant | null> {
  const last = new Map<string, Instant>();
  for (const acted of await actedUnder(store, intent, name))
    if (acted.action !== intent.action && at - acted.at < per)
      last.set(acted.action, Math.max(acted.at, last.get(acted.action) ?? 0));
  const held: Instant[] = [];
  for (const [action, actedAt] of last) {
    const row = readRow('action', await store.row(rowName('action', action)));
    if (row === null || mayHaveActed(row)) held.push(actedAt);
    else if (going.includes(row.state)) return null;
  }
  const oldest = held.sort((a, b) => a - b)[held.length - count];
  return oldest === undefined ? null : oldest + per;
}

const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying'];

/** What was done of that which a cap counts, by its name (`capsFor`). */
async function actedUnder(store: Store, { actor, on, site }: Intent, cap: string): Promise<readonly Tables['acted'][]> {
  const { account, region } = site;
  const prefix = cap.startsWith('group:')
    ? rowName('acted', account, region, on.id, '')
    : rowName('acted', account, '');
  const all = (await pagesUnder(store, prefix)).flatMap((row) => readRow('acted', row) ?? []);
  return cap.startsWith('actor:') ? all.filter((each) => each.actor === actor) : all;
}
