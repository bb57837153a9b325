import { fitsGlob } from '../policy/glob.ts';

/** Whether a text is meant by a pattern: `*` stands for any run of characters, `?` for one, in its own case. */
export function matchesGlob(pattern: string, text: string): boolean {
  return /[*?]/.test(pattern) ? fitsGlob(pattern, text) : pattern === text;
}

/** Whether any of the patterns means the text. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesGlob(pattern, text));
}
