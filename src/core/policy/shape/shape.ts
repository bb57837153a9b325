import type { TextFormat } from './text-format.ts';

/**
 * What a plain value must look like. From one such description come the check of a policy file, with its messages, and
 * the JSON Schema for editors. `say` is a sentence for people, on what the value is for.
 */
export type Shape =
  | ObjectShape
  | CasesShape
  | MapShape
  | PerEnvironmentShape
  | ListShape
  | WordsShape
  | TextShape
  | IntegerShape
  | BooleanShape;

/** A map with these keys and no others. */
export interface ObjectShape {
  readonly kind: 'object';
  /** As after "expected": `a check`. */
  readonly say: string;
  readonly keys: Readonly<Record<string, Key>>;
  /** How many of the keys may be there together; any number when `null`. */
  readonly pick: 'exactly one' | 'one or more' | null;
  /** Keys that one might try here, and why they are refused. */
  readonly refused: Readonly<Record<string, string>>;
}

/** A key of an object. */
export interface Key {
  readonly shape: Shape;
  readonly required: boolean;
  readonly say: string;
  /** What others call it. */
  readonly also: readonly string[];
}

/** Two kinds of object, told apart by whether a key is there. */
export interface CasesShape {
  readonly kind: 'cases';
  readonly by: string;
  readonly has: ObjectShape;
  readonly lacks: ObjectShape;
}

/** A map whose keys the user chooses. */
export interface MapShape {
  readonly kind: 'map';
  readonly say: string;
  readonly ids: TextFormat;
  readonly of: Shape;
}

/** A value for each environment, `else` for all others. `plain`: one value for all may stand alone. */
export interface PerEnvironmentShape {
  readonly kind: 'per-environment';
  readonly of: Shape;
  readonly plain: boolean;
}

/** A list of at least so many, all of one shape. */
export interface ListShape {
  readonly kind: 'list';
  readonly of: Shape;
  readonly atLeast: number;
}

/** One of some words; `also`: what others say for them. */
export interface WordsShape {
  readonly kind: 'words';
  readonly words: readonly string[];
  readonly also: Readonly<Record<string, string>>;
}

/** A text of some form. */
export interface TextShape {
  readonly kind: 'text';
  readonly format: TextFormat;
}

/** A whole number: one of these, or any from `min` to `max`. */
export interface IntegerShape {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
  readonly but: readonly number[];
}

/** True or false. */
export interface BooleanShape {
  readonly kind: 'boolean';
}
