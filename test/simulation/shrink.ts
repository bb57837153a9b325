import { type Cut, nothingCut } from './cut.ts';
import type { Subject } from './history.ts';
import { type Run, runOne } from './run-one.ts';

/** What kind of thing a problem is: its words before the names. */
export function kindOf(problem: string): string {
  return problem
    .replace(/\b(?:sgr?|act|eni|pl|chg|inc|grt)[-_][\w./-]+|\d+|\bw\d+(?:\.\d+)?\b/g, '#')
    .split(/[:(]/)[0]!
    .trim();
}

/**
 * The least of a history that still shows the same kind of problem: without actors, then without acts of theirs, then
 * without faults. Everything else keeps its luck.
 */
export async function shrink(
  first: Run,
  subject: Subject,
  most: number,
): Promise<{ readonly run: Run; readonly cut: Cut }> {
  const { seed, length } = first.script;
  const wanted = new Set(first.judgement.broken.map(kindOf));
  let [best, cut, tries] = [first, nothingCut, 0];
  const attempt = async (next: Cut): Promise<boolean> => {
    if (tries >= most) return false;
    tries += 1;
    const run = await runOne(seed, subject, next, length);
    if (!run.judgement.broken.some((problem) => wanted.has(kindOf(problem)))) return false;
    [best, cut] = [run, next];
    return true;
  };
  for (const actor of new Set(first.script.acts.map((act) => act.actor)))
    await attempt({ ...cut, actors: new Set([...cut.actors, actor]) });
  await halve(
    () => best.script.acts.map(({ n }) => n),
    (some) => attempt({ ...cut, acts: new Set([...cut.acts, ...some]) }),
  );
  await halve(
    () => best.trial.faults.map(({ id }) => id),
    (some) => attempt({ ...cut, faults: new Set([...cut.faults, ...some]) }),
  );
  return { run: best, cut };
}

/** Takes away halves, then quarters, then single ones, as long as that succeeds. */
async function halve<T>(all: () => readonly T[], drop: (some: readonly T[]) => Promise<boolean>): Promise<void> {
  for (let size = Math.ceil(all().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < all().length; ) {
      const some = all().slice(at, at + size);
      if (!(await drop(some))) at += size;
    }
  }
}
