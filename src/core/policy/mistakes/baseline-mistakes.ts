import { fitsGlob } from '../glob.ts';
import { companionOf } from '../read/place.ts';
import { nearestWords } from '../shape/nearest-word.ts';
import { type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Baselines that want nothing, ask nothing, or are of other groups than those they are for. */
export function findBaselineMistakes({ baselines, layers }: AsWritten, tell: Tell): void {
  for (const { said, made } of baselines) {
    const file = companionOf(layers, said, 'from');
    if (Object.values(made.drift).every((asked) => asked === null)) {
      tell(
        'error',
        within(said, 'drift'),
        'expected how bad `extra`, `widened` or `missing` rules are, got none of them',
      );
    }
    if (file === null) continue;
    if (made.groups.length === 0) {
      tell('error', within(said, 'from'), `baseline \`${made.id}\` wants nothing: ${file.name} holds no group`);
      continue;
    }
    const parts = [
      ['name', made.groups.map((group) => group.name)],
      ['group', made.groups.map((group) => group.id)],
    ] as const;
    for (const [key, told] of parts) {
      const known = told.flatMap((text) => text ?? []).sort();
      if (known.length < made.groups.length) continue;
      made.where[key]?.forEach((glob, i) => {
        if (known.some((text) => fitsGlob(glob, text))) return;
        const holds = `${file.name} holds ${known
          .slice(0, 3)
          .map((text) => `\`${text}\``)
          .join(', ')}`;
        const more = known.length > 3 ? ` and ${known.length - 3} more` : '';
        const message = `no group of the baseline has the ${key === 'name' ? 'name' : 'id'} \`${glob}\`: ${holds}${more}`;
        tell('error', within(said, 'where', key, i), message, { suggestion: nearestWords(glob, known)[0] ?? null });
      });
    }
  }
}
