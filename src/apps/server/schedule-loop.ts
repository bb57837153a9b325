import type { LiveParts } from '../../flow/live/live-parts.ts';
import { scheduleStep } from '../../flow/live/schedule.ts';
import { sweepAfterGap } from '../../flow/live/sweep/sweep-after-gap.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';

/** Makes what is due by the clock, every so many milliseconds, and sweeps after gaps. `also`: done each time as well. */
export async function scheduleLoop(
  parts: LiveParts,
  around: Around,
  { every, also }: { readonly every: number; readonly also: () => Promise<void> },
): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  let gaps: ReadonlySet<string> = new Set();
  for (let failures = 0; !signal.aborted; ) {
    try {
      await scheduleStep(parts);
      gaps = await sweepAfterGap(parts, gaps);
      await also();
      failures = 0;
      if (trouble() === null) beats.beat(name);
      await parts.clock.sleep(every, signal);
    } catch (error) {
      failures++;
      if (trouble() === null) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await parts.clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
