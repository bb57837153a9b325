import { type DrillSchedule, drillStep, type ScheduledDrill } from '../../flow/drill/drill-step.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';

/** How often it is looked whether a drill is due, in milliseconds. */
const look = 30_000;

/** Makes drills when they are due, until it is stopped. */
export async function drillLoop(parts: ScheduledDrill, around: Around, schedule: DrillSchedule): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  for (let failures = 0; !signal.aborted; ) {
    try {
      await drillStep(
        {
          ...{ ...parts, signal },
          hears: async (link) => {
            beats.beat(name);
            await parts.hears?.(link);
          },
        },
        schedule,
      );
      failures = 0;
      if (trouble() === null) beats.beat(name);
      await parts.clock.sleep(look, signal);
    } catch (error) {
      failures++;
      if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await parts.clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
