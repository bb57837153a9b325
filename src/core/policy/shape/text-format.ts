/** What is wrong with a text, and what to write instead. */
export interface Misfit {
  readonly message: string;
  readonly suggestion: string | null;
  /** The text is a secret: it must not be shown. */
  readonly secret?: true;
}

/** A form that a text must have. */
export interface TextFormat {
  /** As after "expected": ``a CIDR such as `192.0.2.0/24` ``. */
  readonly say: string;
  /** A regular expression for editors; what it lets through may still be refused here. */
  readonly pattern: string;
  readonly read: (text: string) => Misfit | null;
  /** What was probably meant by a number: the text to write (`null`: nobody can tell), and why it is none. */
  readonly ofNumber?: (value: number) => { readonly text: string | null; readonly why: string | null };
}

/** A format that a regular expression tells whole; `mend` guesses what was meant. */
export function patternFormat(
  say: string,
  pattern: RegExp,
  mend: (text: string) => string | null = () => null,
): TextFormat {
  return {
    say,
    pattern: pattern.source,
    read: (text) =>
      pattern.test(text) ? null : { message: `expected ${say}`, suggestion: mended(text, pattern, mend) },
  };
}

function mended(text: string, pattern: RegExp, mend: (text: string) => string | null): string | null {
  const better = mend(text);
  return better !== null && pattern.test(better) ? better : null;
}
