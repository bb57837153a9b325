import { listed } from '../../reach/say-peers.ts';
import { isPack } from '../read/place.ts';
import { isNobodySet } from '../read/read-sets.ts';
import { type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';
import { findHollow } from './excuse-mistakes.ts';

/** Adjustments that lower on a caller's word, that hold always, or that add up to more than counts. */
export function findAdjustMistakes({ adjust, layers }: AsWritten, tell: Tell): void {
  for (const { said, made } of adjust) {
    if (made.by < 0) findHollow(made.when, within(said, 'when'), 'lowers', tell);
    else if (Object.keys(made.when).length === 0) {
      tell(
        'error',
        within(said, 'when'),
        'an empty condition holds always, so this raises everything: raise the checks instead',
      );
    }
    made.when.actor?.forEach((set, i) => {
      if (!isNobodySet(set) || isPack(layers, said.layer)) return;
      tell(
        'warning',
        within(said, 'when', 'actor', i),
        `actor set \`${set.id}\` names nobody, so this never holds: write who is meant in \`sets.actors.${set.id}\``,
      );
    });
  }
  for (const sign of [1, -1]) {
    const same = adjust.filter(({ made }) => made.by * sign > 0);
    const sum = same.reduce((all, { made }) => all + made.by, 0);
    if (Math.abs(sum) <= 2 || same.length < 2) continue;
    const last = same.at(-1)!;
    const names = listed(same.map(({ made }) => `\`${made.id}\``));
    const steps = `${names} move severity by ${sum} where all hold, and at most 2 steps count`;
    tell('warning', within(last.said, 'by'), `${steps}: the rest has no effect`);
  }
}
