/** What `doctor` looks at, in the order in which it is told. */
export const areas = ['machine', 'identity', 'clock', 'reads', 'records', 'acts', 'store', 'policy', 'server'] as const;

/** One of them. */
export type Area = (typeof areas)[number];

/** `unclear`: it could not be looked at, or it is no fault by itself. */
export type Health = 'well' | 'ill' | 'unclear';

/**
 * What `doctor` says of one thing: what was expected, what is, and what to do. `about` names the thing for people and
 * scripts. `fix`: commands to type or lines to write, each whole.
 */
export interface Diagnosis {
  readonly area: Area;
  readonly about: string;
  readonly health: Health;
  readonly expected: string;
  readonly found: string;
  readonly fix: readonly string[];
}

/** Says that something is as it should be. */
export function well(area: Area, about: string, expected: string, found: string): Diagnosis {
  return { area, about, health: 'well', expected, found, fix: [] };
}

/** Says that something is not as it should be, and what to do. */
export function ill(area: Area, about: string, expected: string, found: string, ...fix: readonly string[]): Diagnosis {
  return { area, about, health: 'ill', expected, found, fix };
}

/** Says that something is not known, or may be meant so. */
export function unclear(
  area: Area,
  about: string,
  expected: string,
  found: string,
  ...fix: readonly string[]
): Diagnosis {
  return { area, about, health: 'unclear', expected, found, fix };
}

/** A diagnosis in one sentence, without its fix. What was found may be such a sentence already, of whoever looked. */
export function sayDiagnosis({ about, health, expected, found }: Diagnosis): string {
  return health === 'well' || found.startsWith('expected ')
    ? `${about}: ${found}`
    : `${about}: expected ${expected}, found ${found}`;
}
