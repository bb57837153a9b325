import type { Trial } from '../trial.ts';

/** What follows from a trial that is over, worked out at the first asking and kept as long as the trial. */
export function oncePerTrial<T>(of: (trial: Trial) => T): (trial: Trial) => T {
  const known = new WeakMap<Trial, T>();
  return (trial) => {
    let found = known.get(trial);
    if (found === undefined) {
      found = of(trial);
      known.set(trial, found);
    }
    return found;
  };
}
