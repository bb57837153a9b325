import { type Length, type Script, scriptOf } from './actors/script.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type Cut, nothingCut } from './cut.ts';
import { runHistory, type Subject } from './history.ts';
import { type Judgement, judge } from './judge/judge.ts';
import type { Trial } from './trial.ts';

/** A history that was run and judged. */
export interface Run {
  readonly script: Script;
  readonly trial: Trial;
  readonly judgement: Judgement;
  readonly coverage: Coverage;
}

/** Runs the history of a seed, without what is cut, and judges it. */
export async function runOne(
  seed: number,
  subject: Subject,
  cut: Cut = nothingCut,
  length: Length = 'long',
): Promise<Run> {
  const whole = scriptOf(seed, length);
  const acts = whole.acts.filter(({ actor, n }) => !cut.actors.has(actor) && !cut.acts.has(n));
  const script = { ...whole, acts };
  const trial = await runHistory(script, subject, cut.faults);
  const judgement = await judge(trial);
  await trial.store.close();
  return { script, trial, judgement, coverage: coverageOf(trial) };
}
