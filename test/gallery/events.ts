import type { EventCase } from './case.ts';
import { eventParts } from './parts.ts';

/** Every act of the gallery. */
export const events: readonly EventCase[] = eventParts.flatMap((part) => part.cases);
