/** Whether every text that fits `narrow` (`*` = any run, `?` = any one) fits `wide` too. May say no where it cannot tell. */
export function globCovers(wide: string, narrow: string): boolean {
  // Read as plain text, a `*` of `narrow` fits only a `*` of `wide` and its `?` only a `*` or `?`: so whatever they stand for does too.
  return wide === narrow || fits(wide, narrow, true);
}

/** Whether a text fits any of some globs. */
export function fitsAny(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => fitsGlob(glob, text));
}

/** Whether a text fits a glob: `*` stands for any run of characters, `?` for one; case counts. */
export function fitsGlob(glob: string, text: string): boolean {
  return /[*?]/.test(glob) ? fits(glob, text, false) : glob === text;
}

/** Looks back to the last `*` only. */
function fits(glob: string, text: string, textIsGlob: boolean): boolean {
  const signs = [...glob];
  const letters = [...text];
  let g = 0;
  let t = 0;
  let star = -1;
  let retry = 0;
  while (t < letters.length) {
    const isRun = textIsGlob && letters[t] === '*';
    if (signs[g] === '*') {
      star = g++;
      retry = t;
    } else if (g < signs.length && !isRun && (signs[g] === '?' || signs[g] === letters[t])) {
      g += 1;
      t += 1;
    } else if (star >= 0) {
      g = star + 1;
      retry += 1;
      t = retry;
    } else return false;
  }
  while (signs[g] === '*') g += 1;
  return g === signs.length;
}
