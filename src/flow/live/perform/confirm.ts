import type { Instant } from '../../../core/leaf/instant.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { readsVerdict } from '../../../core/plan/act/reads-verdict.ts';
import { stillReachable } from '../../../core/plan/act/still-reachable.ts';
import type { LiveSettings } from '../live-parts.ts';
import type { ActionRow } from '../tables.ts';
import { mayHaveActed } from './caps-held.ts';
import { conclude } from './conclude.ts';
import { giveBack, type Turn } from './give-back.ts';
import type { Known } from './know.ts';
import type { Performing } from './performing.ts';

/** Milliseconds from now until a read can no longer come from a replica that has not heard of what is acted on. */
export function untilSettled({ parts, row }: Performing, { read }: Known): number {
  return Math.max(0, row.startedAt + parts.settings.settle - read.started);
}

/**
 * Counts a read that showed all that was meant: two in a row, far enough apart and after the last write, prove it. Where no
 * answer of ours says that we did it, reads count only once no replica can be older than what is acted on.
 */
export async function confirm(now: Performing, known: Known, intent: Intent): Promise<Turn> {
  const { row, parts } = now;
  const { read } = known;
  const settled = row.last === undefined ? row.startedAt + parts.settings.settle : 0;
  const since = Math.max(arrivedBy(row, parts.settings), settled);
  if (read.started < since)
    return giveBack(now, {
      again: since,
      why: 'read again once it tells for sure',
      row: { ...row, intent, state: 'verifying', goodAt: null },
    });
  const verdict = readsVerdict(
    { since, count: row.reads + 1, goodAt: row.goodAt, read: { ...read, good: true } },
    parts.settings,
  );
  switch (verdict.kind) {
    case 'verified':
      return conclude({ ...now, row: { ...row, intent } }, known, endingOf(now, known, intent));
    case 'again': {
      const next = { ...row, intent, state: 'verifying', reads: row.reads + 1, goodAt: verdict.goodAt } as const;
      return giveBack(now, { again: verdict.due, why: 'one good read; two prove it', row: next });
    }
    case 'unmet':
      return giveBack(now, { again: read.ended + parts.settings.apart, why: 'read again' });
  }
}

/**
 * From when on a read shows what the last call did: one whose answer was lost may be on its way for a while. A rule's id
 * is never given again, so that a revoke that comes late alters nothing of what is shown.
 */
function arrivedBy({ lastWrite, pending }: ActionRow, { settle }: Pick<LiveSettings, 'settle'>): Instant {
  if (lastWrite === null) return 0;
  return pending === null || pending.call === 'revoke' ? lastWrite : lastWrite + settle;
}

/** What it comes to: ours where a call of ours was made, else somebody else's. */
function endingOf({ row }: Performing, { read, judged }: Known, intent: Intent) {
  if (!mayHaveActed(row))
    return { state: 'superseded', why: 'all of it held already: somebody else saw to it', confirmed: true } as const;
  // A call of ours took more than was judged, and gave it back: that is no plain success.
  if (row.why !== null) return { state: 'superseded', why: row.why, confirmed: true } as const;
  const others = judged.standing === null ? [] : stillReachable(intent, read.live, { self: intent.on.id });
  const why = others.length === 0 ? null : `still reachable by ${others.join(', ')} (not ours)`;
  return { state: 'verified', why, left: others, confirmed: true } as const;
}
