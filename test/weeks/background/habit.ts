import type { Step } from '../../../examples/generate/scene.ts';
import type { Random } from '../../../examples/generate/seeded.ts';
import type { Ranges } from '../found-shop.ts';
import type { Shop } from '../shop.ts';

/** What a habit may look at when it plans its next turn. */
export interface Turn {
  readonly shop: Shop;
  readonly random: Random;
  readonly ranges: Ranges;
  /** How many turns were planned before: for names that must not repeat. */
  readonly count: number;
}

/** Something that goes on all week and is nothing to look at. */
export interface Habit {
  /** How often it turns up, beside the others. */
  readonly weight: number;
  /** What one turn does, and how many changes that is about. */
  readonly plan: (turn: Turn) => { readonly steps: readonly Step[]; readonly changes: number };
}
