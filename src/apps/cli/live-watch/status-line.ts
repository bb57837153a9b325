import type { Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { DelayFigure } from '../../../sources/delay/start-delays.ts';
import type { Figures } from '../../server/figures.ts';
import { sayAgo } from '../../server/health.ts';
import { counted } from '../counted.ts';

/** What the line at the bottom is made of. */
export interface StatusFrom {
  readonly figures: Pick<Figures, 'lastRecord' | 'unreadable'>;
  readonly delays: readonly Pick<DelayFigure, 'p95'>[];
  readonly sites: readonly Site[];
  /** Entries in the ledger; `null` where it cannot be reached. */
  readonly entries: number | null;
  /** What keeps it from its work, the worst first. */
  readonly trouble: string | null;
}

/** How things are, in one line: `last record 41 s ago · delay p95 38 s · 12 accounts 17 regions · 0 unreadable · ledger 1204`. */
export function statusLine({ figures, delays, sites, entries, trouble }: StatusFrom, now: number): string {
  const { lastRecord, unreadable } = figures;
  const slowest = delays.length === 0 ? null : Math.max(...delays.map(({ p95 }) => p95));
  const accounts = new Set(sites.map(({ account }) => account)).size;
  const lost = [...unreadable.values()].reduce((sum, each) => sum + each, 0);
  const parts = [
    lastRecord === null ? 'no record yet' : `last record ${sayAgo(now - lastRecord)} ago`,
    ...(slowest === null ? [] : [`delay p95 ${sayAgo(slowest)}`]),
    ...(accounts === 0 ? [] : [`${counted(accounts, 'account')} ${counted(sites.length, 'region')}`]),
    `${lost} unreadable`,
    entries === null ? 'ledger away' : `ledger ${entries}`,
    ...(trouble === null ? [] : [trouble]),
  ];
  return parts.join(' · ');
}

/** How many entries a ledger has; `null` where it does not answer. */
export async function countEntries(store: Pick<Store, 'heads'>): Promise<number | null> {
  try {
    return (await store.heads()).reduce((sum, { n }) => sum + n + 1, 0);
  } catch {
    return null;
  }
}
