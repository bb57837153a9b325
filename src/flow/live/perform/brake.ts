import type { Store } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { type Breaker, type BreakerKnown, breaker } from '../../../core/plan/act/breaker.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { pagesUnder } from '../pages-under.ts';
import { readRow, rowName } from '../tables.ts';
import { aimTuples } from './aim-tuples.ts';
import { mayHaveActed } from './caps-held.ts';

/** Whether it is wise to act on these rules once more: as the breaker says of the one that was acted on most. */
export async function brake(store: Store, intent: Intent, breaking: BreakerKnown): Promise<Breaker> {
  let worst: Breaker = { kind: 'go' };
  for (const tuple of aimTuples(intent.aims)) {
    const said = breaker(await actsOn(store, intent, tuple, breaking), breaking);
    worst = worse(worst, said);
  }
  return worst;
}

/**
 * When other actions acted on the same rule: each once, however many calls it took, when it last did. Whose calls surely
 * came to nothing took nothing that could have been made again.
 */
async function actsOn(
  store: Store,
  { action, on, site }: Intent,
  tuple: string,
  { settings }: BreakerKnown,
): Promise<readonly Instant[]> {
  const rows = await pagesUnder(store, rowName('acted', site.account, site.region, on.id, tuple, ''));
  const acted = rows.flatMap((row) => readRow('acted', row) ?? []).filter((each) => each.action !== action);
  const last = new Map(acted.map((each) => [each.action, each.at]));
  if (last.size < settings.count) return [...last.values()];
  for (const other of [...last.keys()]) {
    const found = readRow('action', await store.row(rowName('action', other)));
    if (found !== null && !mayHaveActed(found)) last.delete(other);
  }
  return [...last.values()];
}

const rank = { go: 0, wait: 1, stop: 2 } as const;

function worse(one: Breaker, other: Breaker): Breaker {
  if (one.kind === 'wait' && other.kind === 'wait') return one.until >= other.until ? one : other;
  return rank[one.kind] >= rank[other.kind] ? one : other;
}
