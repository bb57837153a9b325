import type { LiveTeller } from '../../../core/plan/quiet/live-teller.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { KeptRows } from './post-state.ts';

/** What a step of hearing leaves: the cursor's version says of when; `policy`: by which it is told. */
export interface LeftBehind {
  readonly version: number;
  readonly policy: Policy;
  readonly teller: LiveTeller;
  readonly kept: KeptRows;
}

/**
 * What a sender remembers from one step to the next, as long as it lives: what stands need not be read, and made objects of,
 * each time. It only saves time: what another sender wrote since, or another policy, makes it nothing.
 */
export class HearMemory {
  #left: LeftBehind | null = null;

  /** What the last step left, if that is what is stored now. It is there once: a step that fails leaves nothing. */
  take(version: number, policy: Policy): LeftBehind | null {
    const left = this.#left;
    this.#left = null;
    return left?.version === version && left.policy === policy ? left : null;
  }

  keep(left: LeftBehind): void {
    this.#left = left;
  }
}
