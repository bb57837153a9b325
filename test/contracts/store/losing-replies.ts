import type { Store, Unavailable } from '../../../src/contracts/store.ts';

/** What happens to a write: nothing special, lost before it did anything, or done with its answer lost. */
export type Fate = 'fine' | 'before' | 'after';

/** A store whose writes get lost on the way there or back, as `fate` says; reads arrive. */
export function losingReplies(store: Store, fate: () => Fate): Store {
  const lose = async <T>(write: () => Promise<T>): Promise<T | Unavailable> => {
    const now = fate();
    if (now === 'before') return { kind: 'unavailable', maybe: true, why: 'lost on the way there' };
    const answer = await write();
    return now === 'after' ? { kind: 'unavailable', maybe: true, why: 'lost on the way back' } : answer;
  };
  return {
    ...store,
    append: (...asked) => lose(() => store.append(...asked)),
    lease: (...asked) => lose(() => store.lease(...asked)),
    renew: (...asked) => lose(() => store.renew(...asked)),
    finish: (...asked) => lose(() => store.finish(...asked)),
    fail: (...asked) => lose(() => store.fail(...asked)),
    erase: (...asked) => lose(() => store.erase(...asked)),
  };
}
