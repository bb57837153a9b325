/** Numbers from a seed: the same seed and name always give the same ones. */
export interface Luck {
  /** From 0 up to 1. */
  next(): number;
  /** From 0 up to `below`, whole. */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** Whether something of this likelihood happens. */
  hits(likelihood: number): boolean;
}

/** A stream of luck of its own: drawing from one never changes what another gives (mulberry32). */
export function luckOf(seed: number, name: string): Luck {
  let state = mix(seed, name);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return { next, below, pick: (from) => from[below(from.length)]!, hits: (likelihood) => next() < likelihood };
}

function mix(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
