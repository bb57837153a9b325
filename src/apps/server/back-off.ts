/** Milliseconds. */
const [first, last] = [500, 15_000];

/** How long to wait after so many failures in a row: longer and longer. */
export function backOff(failures: number): number {
  return Math.min(first * 2 ** Math.min(Math.max(0, failures - 1), 10), last);
}

/** What an error says, in one line. */
export function sayError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
