import type { DrillParts } from './drill-parts.ts';

/** So many times longer than at first it is waited at most between two looks. */
const slowest = 10;

/** Looks until something is there, for so many milliseconds at most; `null` when it never was, or the drill was called off. */
export async function waitFor<T>(
  { clock, settings, signal }: Pick<DrillParts, 'clock' | 'settings' | 'signal'>,
  span: number,
  look: () => Promise<T | null>,
): Promise<T | null> {
  const end = clock.monotonic() + span;
  for (let pause = settings.look; ; pause = Math.min(Math.ceil(pause * 1.5), settings.look * slowest)) {
    const found = await look();
    if (found !== null) return found;
    if (signal?.aborted === true || clock.monotonic() >= end) return null;
    await clock.sleep(Math.min(pause, Math.max(1, Math.ceil(end - clock.monotonic()))), signal);
  }
}
