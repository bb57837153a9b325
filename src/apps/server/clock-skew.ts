import type { Clock } from '../../contracts/live.ts';
import type { News } from './news.ts';

/** How far our clock is from that of AWS. */
export interface ClockSkew {
  /** The `Date` of an answer of AWS (RFC 9110, 6.6.1). */
  heard(date: string): void;
  /** Milliseconds that ours is ahead, by the last answer and the time that passed since; `null` before the first. */
  ahead(): number | null;
  /** It is so far off that what is timed by it must wait. Tells when that begins and ends. */
  isOff(): boolean;
}

/** Five minutes: what AWS itself lets pass (IAM user guide, "Troubleshoot Signature Version 4 signing for AWS API requests"). */
const most = 300_000;

/** Holds our clock against the other side's. A clock that is set right, or wrong, while no answer comes is noticed as well. */
export function clockSkew(clock: Pick<Clock, 'now' | 'monotonic'>, news: News): ClockSkew {
  let last: { readonly theirs: number; readonly at: number } | null = null;
  let told = false;
  const ahead = (): number | null => (last === null ? null : clock.now() - (last.theirs + clock.monotonic() - last.at));
  const isOff = (): boolean => {
    const off = ahead();
    const isWide = off !== null && Math.abs(off) > most;
    if (isWide !== told) news.tell({ kind: 'clock', off: isWide ? off : null });
    told = isWide;
    return isWide;
  };
  return {
    ahead,
    isOff,
    heard: (date) => {
      const theirs = Date.parse(date);
      if (Number.isNaN(theirs)) return;
      last = { theirs, at: clock.monotonic() };
      isOff();
    },
  };
}
