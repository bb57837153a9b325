import type { Store } from '../../src/contracts/store.ts';
import type { LiveParts } from '../../src/flow/live/live-parts.ts';
import type { Schedule } from './schedule.ts';
import type { World } from './world/world.ts';

/** What a mutation may look at beside the parts that it breaks. */
export interface Around {
  readonly raw: Store;
  readonly world: World;
  readonly now: () => number;
  readonly schedule: Schedule;
}

/** One thing broken on purpose, to see that the judge finds it: parts of a worker, or lines of the product's source. */
export interface Mutation {
  readonly name: string;
  readonly say: string;
  readonly parts?: (parts: LiveParts, around: Around) => LiveParts;
  readonly patch?: Patch;
}

/** What stands in a file of `src`, exactly once, and what stands there instead. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}
