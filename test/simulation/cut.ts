import type { Script } from './actors/script.ts';

/** What is left out of a history when it is run again. */
export interface Cut {
  readonly actors: ReadonlySet<string>;
  readonly acts: ReadonlySet<number>;
  readonly faults: ReadonlySet<string>;
}

export const nothingCut: Cut = { actors: new Set(), acts: new Set(), faults: new Set() };

/** What to type to see a run again. */
export function replayOf(
  { seed, length }: Pick<Script, 'seed' | 'length'>,
  { actors, acts, faults }: Cut,
  mutant: string | null,
): string {
  const list = (name: string, some: Iterable<unknown>) =>
    [...some].length === 0 ? '' : ` --without-${name} ${[...some].join(',')}`;
  const broken = mutant === null ? '' : ` --mutant ${mutant}`;
  const how = length === 'brief' ? ' --brief' : '';
  return `npm run simulate -- --replay ${seed}${how}${broken}${list('actors', actors)}${list('acts', acts)}${list('faults', faults)}`;
}
