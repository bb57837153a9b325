import { type Instant, readInstant } from '../../leaf/instant.ts';

/** The tag that suspends acting on a group for a while; it counts only where an authorised actor set it. */
export const breakGlassTag = 'portcullis:break-glass';

/** How long it holds at most. */
export const longestBreakGlass = 4 * 3_600_000;

/**
 * Reads `<ticket>;until=<time>`, set at `setAt`: the end is never later than four hours after that. `null` when it is no
 * such text or names no ticket.
 */
export function readBreakGlass(
  value: string,
  setAt: Instant,
): { readonly ticket: string; readonly until: Instant } | null {
  const parts = /^\s*([^;]*\S)\s*;\s*until=(.+)$/.exec(value);
  const until = parts === null ? null : readInstant(parts[2]!);
  if (parts === null || until === null) return null;
  return { ticket: parts[1]!, until: Math.min(until, setAt + longestBreakGlass) };
}
