/** Numbers that look random and are the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export interface Seeded {
  /** A whole number from 0 up to but without `below`. */
  readonly below: (below: number) => number;
  readonly pick: <T>(choices: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
}

/** Starts a sequence. */
export function startSeeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { below, pick: (choices) => choices[below(choices.length)]!, chance: (probability) => next() < probability };
}
