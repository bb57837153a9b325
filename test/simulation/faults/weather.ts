import type { Instant } from '../../../src/core/leaf/instant.ts';

/**
 * What may go wrong with a call. `before`: it never arrives. `after`: it is done, its answer is lost. `slow`: both take
 * long. `crash-before`, `crash-after`: its caller dies as it arrives, or once it is done. `stale`: an old replica answers.
 * `overdue`: it is done only after its caller has given up. `code`: EC2 refuses, with one of its codes.
 */
export type Fault = 'before' | 'after' | 'slow' | 'crash-before' | 'crash-after' | 'stale' | 'overdue' | 'code';

/** How likely each fault is in a history; what is left out never happens. */
export type Climate = Partial<Readonly<Record<Fault, number>>>;

/** A fault that came to pass, by the call that met it. */
export interface Happened {
  readonly id: string;
  readonly fault: Fault;
  readonly what: string;
  readonly at: Instant;
}

/** Decides which calls go wrong and remembers it, so that a replay can leave some of it out. */
export interface Weather {
  /** The fault that a call meets, among those that can happen to its kind. */
  meet(id: string, what: string, may: readonly Fault[], luck: number): Fault | null;
  readonly happened: readonly Happened[];
}

/** No fault begins after `until`; none of those in `without` happens. */
export function createWeather(
  climate: Climate,
  now: () => Instant,
  until: Instant,
  without: ReadonlySet<string>,
): Weather {
  const happened: Happened[] = [];
  return {
    happened,
    meet(id, what, may, luck) {
      if (now() > until) return null;
      let left = luck;
      for (const fault of may) {
        left -= climate[fault] ?? 0;
        if (left >= 0) continue;
        if (without.has(id)) return null;
        happened.push({ id, fault, what, at: now() });
        return fault;
      }
      return null;
    },
  };
}
