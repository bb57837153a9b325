/** Where in a policy something stands: keys and places in lists, from the top. */
export type Path = readonly (string | number)[];

/** Something wrong with a policy. `error`: it is not used at all; `warning`: it is, and this is told. */
export interface Problem {
  readonly level: 'error' | 'warning';
  /** Which of the ordered files, from 0. */
  readonly layer: number;
  readonly path: Path;
  /** Whether the key at the path or its value is meant. */
  readonly on: 'key' | 'value';
  /** What was expected, what came, what to do. */
  readonly message: string;
  /** What was probably meant instead. */
  readonly suggestion: string | null;
}
