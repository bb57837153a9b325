import type { DrillParts } from './drill-parts.ts';

/** Looks until something is there, for so many milliseconds at most; `null` when it never was, or the drill was called off. */
export async function waitFor<T>(
  { clock, settings, signal }: Pick<DrillParts, 'clock' | 'settings' | 'signal'>,
  span: number,
  look: () => Promise<T | null>,
): Promise<T | null> {
  const end = clock.monotonic() + span;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (signal?.aborted === true || clock.monotonic() >= end) return null;
    await clock.sleep(Math.min(settings.look, Math.max(1, end - clock.monotonic())), signal);
  }
}
