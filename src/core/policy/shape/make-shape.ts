import type {
  IntegerShape,
  Key,
  ListShape,
  MapShape,
  ObjectShape,
  PerEnvironmentShape,
  Shape,
  TextShape,
  WordsShape,
} from './shape.ts';
import type { TextFormat } from './text-format.ts';

type ObjectRest = Partial<Pick<ObjectShape, 'pick' | 'refused'>>;

/** A map with these keys. */
export function object(say: string, keys: Readonly<Record<string, Key>>, rest: ObjectRest = {}): ObjectShape {
  return { kind: 'object', say, keys, pick: rest.pick ?? null, refused: rest.refused ?? {} };
}

/** A key that must be there. */
export function required(shape: Shape, say: string, ...also: readonly string[]): Key {
  return { shape, required: true, say, also };
}

/** A key that may be left out. */
export function optional(shape: Shape, say: string, ...also: readonly string[]): Key {
  return { shape, required: false, say, also };
}

/** A map whose keys the user chooses. */
export function mapOf(say: string, ids: TextFormat, of: Shape): MapShape {
  return { kind: 'map', say, ids, of };
}

/** A value for each environment. */
export function perEnvironment(of: Shape, { plain = false } = {}): PerEnvironmentShape {
  return { kind: 'per-environment', of, plain };
}

/** A list of at least so many, all of one shape. */
export function list(of: Shape, atLeast = 0): ListShape {
  return { kind: 'list', of, atLeast };
}

/** One of some words. */
export function words(choice: readonly string[], also: Readonly<Record<string, string>> = {}): WordsShape {
  return { kind: 'words', words: choice, also };
}

/** A text of some form. */
export function text(format: TextFormat): TextShape {
  return { kind: 'text', format };
}

/** A whole number between two, both included. */
export function integer(min: number, max: number, but: readonly number[] = []): IntegerShape {
  return { kind: 'integer', min, max, but };
}
