import { type Crew, runCrew } from './crew.ts';
import { mutants } from './mutants/mutants.ts';
import { checkPatch } from './mutants/patch-source.ts';
import type { Failure } from './run-many.ts';

/** What became of a mutant. `died`: the first history that only it breaks; `null`: it lives. */
export interface Fate {
  readonly name: string;
  readonly died: Failure | null;
  readonly after: number;
}

/**
 * Runs the mutants, or the one named, one after the other, each until a history breaks that the product itself gets through: what breaks
 * without the mutant as well proves nothing about it.
 */
export async function* showMutants({ first, runs, length, workers, mutant }: Crew): AsyncGenerator<Fate> {
  const sound = new Map<number, boolean>();
  const isSound = async (seed: number): Promise<boolean> => {
    const known = sound.get(seed);
    if (known !== undefined) return known;
    const { failures } = await runCrew({ first: seed, runs: 1, length, workers: 1, mutant: null });
    sound.set(seed, failures.length === 0);
    return failures.length === 0;
  };
  for (const { name, patch } of mutants) {
    if (mutant !== null && name !== mutant) continue;
    if (patch !== undefined) checkPatch(patch);
    let [died, next]: [Failure | null, number] = [null, first];
    while (died === null && next < first + runs) {
      const { failures } = await runCrew({ first: next, runs: first + runs - next, length, workers, mutant: name });
      const found = failures.sort((one, other) => one.seed - other.seed)[0];
      if (found === undefined) break;
      if (await isSound(found.seed)) died = found;
      next = found.seed + 1;
    }
    yield { name, died, after: died === null ? runs : died.seed - first + 1 };
  }
}
