import type { Chance } from '../../contracts/live.ts';

/** The machine's own luck. */
export const systemChance: Chance = { next: () => Math.random() };
