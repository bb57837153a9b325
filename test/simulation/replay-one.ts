import type { Length } from './actors/script.ts';
import type { Cut } from './cut.ts';
import { runOne } from './run-one.ts';
import { subjectOf } from './subject-of.ts';
import { tellRun } from './tell-run.ts';

/** Runs one history again, without what is cut, and tells it. */
export async function replayOne(seed: number, mutant: string | null, cut: Cut, length: Length): Promise<string> {
  return tellRun(await runOne(seed, subjectOf(mutant), cut, length));
}
