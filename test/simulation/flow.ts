import { scheduleStep } from '../../src/flow/live/schedule.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { taskStep } from '../../src/flow/live/work.ts';
import type { Flow } from './worker.ts';

/** The product's own steps. */
export const flow: Flow = {
  schedule: scheduleStep,
  watch: (parts) => watchStep(parts),
  task: (parts) => taskStep(parts),
};
