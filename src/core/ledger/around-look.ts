import type { Evidence } from './evidence.ts';
import { play } from './play.ts';
import type { FoldedGroup } from './standing.ts';

/** A group just before a look at it and just after, as far as known: what the look is weighed by. */
export interface AroundLook {
  /** What is known from before the look. */
  readonly earlier: readonly Evidence[];
  readonly had: FoldedGroup;
  /** Played when it is first asked for. */
  readonly has: () => FoldedGroup;
}

/** Folds what is known of a group up to a look and with it; both states are for reading only. */
export function aroundLook(
  evidence: readonly Evidence[],
  look: Extract<Evidence, { readonly kind: 'observed' }>,
): AroundLook {
  const earlier = evidence.filter(({ kind, at }) => at < look.at || (at === look.at && kind === 'change'));
  let after: FoldedGroup | null = null;
  return {
    earlier,
    had: play(earlier, nothing),
    has: () => {
      after ??= play([...earlier, look], nothing);
      return after;
    },
  };
}

const nothing = (): void => {};
