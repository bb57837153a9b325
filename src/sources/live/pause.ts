import type { Clock } from '../../contracts/live.ts';
import type { Bell } from './start-bell.ts';

/** Waits so many milliseconds, or until the bell rings or the signal is given. */
export async function pause(
  clock: Clock,
  milliseconds: number,
  bell: Bell | null,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted || milliseconds <= 0) return;
  const woken = new AbortController();
  const wake = (): void => woken.abort();
  const deafen = bell?.listen(wake);
  signal?.addEventListener('abort', wake);
  try {
    await clock.sleep(milliseconds, woken.signal);
  } finally {
    deafen?.();
    signal?.removeEventListener('abort', wake);
  }
}
