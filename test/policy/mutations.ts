import { isObject, type Json } from '../../src/core/leaf/canonical.ts';
import { policyShape } from '../../src/core/policy/shape/policy-shape.ts';
import type { Shape } from '../../src/core/policy/shape/shape.ts';

type Path = readonly (string | number)[];

/** A value of a policy with the shape that it must have. */
export interface Shaped {
  readonly path: Path;
  readonly shape: Shape;
  readonly value: Json;
  /** The keys of the schema that lead to it. */
  readonly chain: string;
}

/** A key of a policy: one of the schema's (with the keys that it knows beside it), or an id that the user chose. */
export interface KeyAt {
  readonly path: Path;
  readonly known: readonly string[] | null;
}

/** Every value of a policy with its shape, the whole first. */
export function shapedValues(value: Json, shape: Shape = policyShape, path: Path = [], chain = ''): readonly Shaped[] {
  return [{ path, shape, value, chain }, ...membersOf(value, shape, path, chain)];
}

function membersOf(value: Json, shape: Shape, path: Path, chain: string): readonly Shaped[] {
  const each = (of: Shape, link: string) =>
    Object.entries(value as object).flatMap(([id, member]) =>
      shapedValues(member as Json, of, [...path, id], chain + link),
    );
  switch (shape.kind) {
    case 'object':
      return Object.entries(value as object).flatMap(([key, member]) =>
        shapedValues(member as Json, shape.keys[key]!.shape, [...path, key], `${chain}.${key}`),
      );
    case 'cases':
      return membersOf(value, Object.hasOwn(value as object, shape.by) ? shape.has : shape.lacks, path, chain);
    case 'map':
      return each(shape.of, '.<id>');
    case 'per-environment':
      return isObject(value) ? each(shape.of, '') : [];
    case 'list':
      return (value as readonly Json[]).flatMap((member, n) => shapedValues(member, shape.of, [...path, n], chain));
    default:
      return [];
  }
}

/** Every key of a policy. */
export function keysOf(value: Json): readonly KeyAt[] {
  return shapedValues(value).flatMap(({ path, shape, value: each }) => {
    if (!isObject(each)) return [];
    const known = knownKeys(each, shape);
    return Object.keys(each).map((key) => ({ path: [...path, key], known: known?.includes(key) ? known : null }));
  });
}

function knownKeys(value: object, shape: Shape): readonly string[] | null {
  if (shape.kind === 'object') return Object.keys(shape.keys);
  if (shape.kind === 'cases') return knownKeys(value, Object.hasOwn(value, shape.by) ? shape.has : shape.lacks);
  return shape.kind === 'per-environment' ? ['else'] : null;
}

/** Every key that the schema has, as the chain of keys that leads to it. */
export function schemaKeys(shape: Shape = policyShape, chain = ''): readonly string[] {
  switch (shape.kind) {
    case 'object':
      return Object.entries(shape.keys).flatMap(([key, { shape: of }]) => [
        `${chain}.${key}`,
        ...schemaKeys(of, `${chain}.${key}`),
      ]);
    case 'cases':
      return [...schemaKeys(shape.has, chain), ...schemaKeys(shape.lacks, chain)];
    case 'map':
      return schemaKeys(shape.of, `${chain}.<id>`);
    case 'per-environment':
    case 'list':
      return schemaKeys(shape.of, chain);
    default:
      return [];
  }
}

/** Values of every other type than a shape takes. */
export function wrongValues(shape: Shape): readonly Json[] {
  const all: readonly Json[] = ['?', 7.5, true, null, [], [[1]], {}, { 'a b': {} }];
  const kindOf = (value: Json) =>
    value === null ? 'null' : Array.isArray(value) ? 'list' : isObject(value) ? 'map' : typeof value;
  return all.filter((value) => !takes(shape).includes(kindOf(value)));
}

function takes(shape: Shape): readonly string[] {
  switch (shape.kind) {
    case 'object':
    case 'cases':
    case 'map':
      return ['map'];
    case 'per-environment':
      return shape.plain ? ['map', ...takes(shape.of)] : ['map'];
    case 'list':
      return ['list'];
    case 'words':
    case 'text':
      return ['string'];
    case 'integer':
      return ['number'];
    case 'boolean':
      return ['boolean'];
  }
}

/** The same value with another one at a path. */
export function withValue(value: Json, path: Path, next: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (Array.isArray(value)) return value.map((each, n) => (n === step ? withValue(each, rest, next) : each));
  const members = Object.entries(value as object).map(([key, each]) => [
    key,
    key === step ? withValue(each, rest, next) : each,
  ]);
  return Object.fromEntries(members);
}

/** The same value with another name for the key at a path, in its place. */
export function withKey(value: Json, path: Path, name: string): Json {
  const owner = valueAt(value, path.slice(0, -1)) as object;
  const renamed = Object.fromEntries(
    Object.entries(owner).map(([key, each]) => [key === path.at(-1) ? name : key, each]),
  );
  return withValue(value, path.slice(0, -1), renamed);
}

export function valueAt(value: Json, path: Path): Json {
  return path.reduce<Json>((found, step) => (found as Record<string | number, Json>)[step]!, value);
}

/** Numbers from 0 to 1, the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed * 2654435761 + 12345;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

/** A word with so many slips: a letter too many, too few, another, or two neighbours swapped; never one of `taken`. */
export function misspell(word: string, edits: number, random: () => number, taken: readonly string[]): string {
  for (;;) {
    let slip = word;
    for (let n = 0; n < edits; n++) slip = editOnce(slip, random);
    if (slip !== '' && slip !== word && !taken.includes(slip)) return slip;
  }
}

function editOnce(word: string, random: () => number): string {
  const pick = (below: number) => Math.floor(random() * below);
  const letter = 'abcdefghijklmnopqrstuvwxyz_'[pick(27)]!;
  const at = pick(word.length);
  switch (pick(4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + letter + word.slice(at + 1);
    default:
      return (
        word.slice(0, at) +
        word
          .slice(at, at + 2)
          .split('')
          .reverse()
          .join('') +
        word.slice(at + 2)
      );
  }
}

/**
 * Puts mutations together that do not touch each other, so that one text tries many: all of one depth, at most 40, in the
 * order of the text; `onePerOwner`: no two of one map, which might be told of differently together.
 */
export function batches<T extends { readonly path: Path }>(
  all: readonly T[],
  { onePerOwner = false } = {},
): readonly (readonly T[])[] {
  const open: { depth: number; owners: Set<string>; batch: T[] }[] = [];
  for (const each of all) {
    const depth = each.path.length;
    const owner = JSON.stringify(each.path.slice(0, -1));
    const fits = open.find(
      (one) => one.depth === depth && one.batch.length < 40 && !(onePerOwner && one.owners.has(owner)),
    );
    if (fits === undefined) open.push({ depth, owners: new Set([owner]), batch: [each] });
    else {
      fits.owners.add(owner);
      fits.batch.push(each);
    }
  }
  return open.map(({ batch }) => batch);
}
