import type { Climate } from './faults/weather.ts';
import type { Mail } from './world/world.ts';

/** What goes wrong in each climate, by likelihood for a call that it can happen to. */
export const climates: Readonly<Record<'calm' | 'fair' | 'foul', Climate>> = {
  calm: {},
  fair: {
    ...{ before: 0.004, after: 0.012, slow: 0.006, 'crash-before': 0.001, 'crash-after': 0.003, stale: 0.08 },
    ...{ overdue: 0.02, code: 0.03 },
  },
  foul: {
    ...{ before: 0.02, after: 0.05, slow: 0.02, 'crash-before': 0.003, 'crash-after': 0.012, stale: 0.25 },
    ...{ overdue: 0.08, code: 0.15 },
  },
};

/** How records travel. `late`: lost on the quick way, so that only the log file brings them. */
export const mails: Readonly<Record<'calm' | 'fair' | 'foul', Mail>> = {
  calm: { route: route(2_000, 20_000, 0, 0), filed: 0, late: 0 },
  fair: { route: route(2_000, 60_000, 0.01, 0.1), filed: 0.1, late: 0.05 },
  foul: { route: route(1_000, 90_000, 0.05, 0.2), filed: 0.3, late: 0.15 },
};

function route(least: number, most: number, loss: number, twice: number) {
  return { kind: 'eventbridge', least, most, loss, twice } as const;
}
