import type { Fenced } from '../../../contracts/store.ts';
import type { LiveParts } from '../live-parts.ts';
import type { ActionRow } from '../tables.ts';

/** An action in the hands of the worker that holds its task. */
export interface Performing {
  readonly parts: LiveParts;
  readonly held: Fenced;
  /** By the monotonic clock: from then on somebody else may hold the task. */
  readonly leaseEnd: number;
  /** The shard of what it is about. */
  readonly shard: number;
  readonly row: ActionRow;
  /** The version that the row was read with. */
  readonly version: number;
}
