import { assess } from './assess.ts';
import type { Intent } from './intent.ts';
import { isGone, type Live } from './live.ts';
import { sayAim } from './say-aim.ts';

/**
 * One read of what should hold after an action: whether all of it does, and what does not, as words. What is gone meets
 * nothing: that is its own outcome.
 */
export function standsAsMeant(intent: Intent, live: Live): { readonly met: boolean; readonly left: readonly string[] } {
  if (isGone(live)) return { met: false, left: [`${intent.on.id} is gone`] };
  const left = assess(intent, live, { image: [] }).flatMap((each, place) => {
    if (each.kind === 'met') return [];
    const aim = sayAim(intent.aims[place]!);
    return [each.kind === 'superseded' ? `${aim} (${each.why})` : aim];
  });
  return { met: left.length === 0, left };
}
