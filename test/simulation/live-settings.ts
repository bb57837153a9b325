import type { LiveSettings } from '../../src/flow/live/live-parts.ts';
import { ownRoles } from './actors/callers.ts';
import { site } from './world/estate.ts';

/** The settings of the simulation: as in earnest, but everything that takes hours takes minutes. */
export const liveSettings: LiveSettings = {
  ...{ sites: [site], ownRoles: Object.values(ownRoles) },
  ...{ lease: 30_000, callTimeout: 8_000, settle: 25_000, grace: 120_000, quiet: 20_000 },
  ...{ reads: [1_000, 3_000, 7_000, 15_000, 31_000], apart: 2_000, expectFor: 900_000 },
  ...{ sweepEvery: 300_000, sealEvery: 300_000, keepBodies: null, breaker: { count: 3, per: 600_000 } },
};
