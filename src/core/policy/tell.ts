import type { Path, Problem } from './problem.ts';

/** A place in one of the ordered files. */
export interface Spot {
  readonly layer: number;
  readonly path: Path;
}

/** Notes something wrong at a place. */
export type Tell = (
  level: Problem['level'],
  spot: Spot,
  message: string,
  more?: { readonly suggestion?: string | null; readonly on?: Problem['on'] },
) => void;

/** A place further in. */
export function within(spot: Spot, ...path: Path): Spot {
  return { layer: spot.layer, path: [...spot.path, ...path] };
}

/** A `Tell` that gathers, and what it gathered. */
export function gathering(): { readonly tell: Tell; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const tell: Tell = (level, { layer, path }, message, more = {}) => {
    problems.push({ level, layer, path, on: more.on ?? 'value', message, suggestion: more.suggestion ?? null });
  };
  return { tell, problems };
}

/** Notes nothing: for values that were told of already. */
export const silently: Tell = () => undefined;
