import type { Random } from '../../examples/generate/seeded.ts';
import { day, hour, type Moment, minute, second, weekStart } from '../../examples/generate/week.ts';

/** Some second of office hours. */
export function atWork(random: Random): Moment {
  return weekStart + random.below(5) * day + 7 * hour + random.below(10 * 3600) * second;
}

/** Some second of a night. */
export function atNight(random: Random): Moment {
  return weekStart + random.below(6) * day + 21 * hour + random.below(7 * 3600) * second;
}

/** Any second of the first six days. */
export function anyTime(random: Random): Moment {
  return weekStart + random.below(6 * 24 * 3600) * second;
}

/** So many minutes later, to the second. */
export function later(random: Random, at: Moment, least: number, most: number): Moment {
  return at + Math.round((least + (random.below(1000) / 1000) * (most - least)) * 60) * second;
}

export { day, hour, minute, second };
