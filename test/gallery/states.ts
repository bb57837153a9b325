import type { StateCase } from './case.ts';
import { stateParts } from './parts.ts';

/** Every state of the gallery. */
export const states: readonly StateCase[] = stateParts.flatMap((part) => part.cases);
