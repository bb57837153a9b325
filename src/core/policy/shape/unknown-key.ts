import { isObject, type Json } from '../../leaf/canonical.ts';
import type { Path } from '../problem.ts';
import { saysOr } from '../say/words.ts';
import { editsBetween, mostEdits } from './nearest-word.ts';
import { quote, sayPath } from './say-value.ts';
import type { Key, ObjectShape, Shape } from './shape.ts';
import type { Misfit } from './text-format.ts';

/** An object that encloses the place at hand, and where it stands. */
export interface Enclosing {
  readonly shape: ObjectShape;
  readonly path: Path;
}

/**
 * Says what an unknown key was probably meant to be: a key of the object that is not there yet and differs by a slip,
 * what others call it, or a key that stands elsewhere. `owners` are the enclosing objects, this one first.
 */
export function explainUnknownKey(
  key: string,
  value: Json,
  free: readonly string[],
  owners: readonly Enclosing[],
): Misfit {
  const { shape } = owners[0]!;
  const unknown = `unknown key ${quote(key)}`;
  if (Object.hasOwn(shape.refused, key)) return { message: `${unknown}: ${shape.refused[key]}`, suggestion: null };
  if (key === '<<') return { message: `${unknown}: merge keys are not read, write it out`, suggestion: null };
  const slips = rankSlips(key, value, free, shape.keys);
  const near = slips.some(({ edits }) => edits < 2) ? slips[0]! : null;
  const called = free.find((name) => shape.keys[name]!.also.includes(key.toLowerCase()));
  const elsewhere = near === null && called === undefined ? findElsewhere(key, owners) : null;
  if (elsewhere !== null) return { message: `${unknown}: its place is ${quote(elsewhere)}`, suggestion: null };
  const meant = near?.name ?? called ?? slips[0]?.name ?? null;
  if (meant !== null) return { message: unknown, suggestion: meant };
  const known = Object.keys(shape.keys);
  return { message: `${unknown} in ${shape.say}: expected ${saysOr(known)}`, suggestion: null };
}

interface Slip {
  readonly name: string;
  readonly edits: number;
}

/** Keys that the written one may be a slip of, likeliest first: few edits, a value that fits, a key that is missing. */
function rankSlips(key: string, value: Json, free: readonly string[], keys: ObjectShape['keys']): readonly Slip[] {
  const most = mostEdits(key);
  const cost = ({ name, edits }: Slip) =>
    edits + (fitsRoughly(value, keys[name]!.shape) ? 0 : misfitCost) - (keys[name]!.required ? missingGain : 0);
  return free
    .filter((name) => Math.abs(name.length - key.length) <= most)
    .map((name) => ({ name, edits: editsBetween(key.toLowerCase(), name.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => cost(a) - cost(b) || (a.name < b.name ? -1 : 1));
}

const misfitCost = 1.5;
const missingGain = 0.5;

/** Whether a value could be meant for a shape, at a glance. */
export function fitsRoughly(value: Json | undefined, shape: Shape): boolean {
  switch (shape.kind) {
    case 'object':
      return isObject(value) && (Object.keys(value).length === 0 || hasKnownKey(value, shape.keys));
    case 'cases':
      return fitsRoughly(value, shape.has) || fitsRoughly(value, shape.lacks);
    case 'map':
      return isObject(value) && firstFit(Object.values(value), shape.of);
    case 'per-environment':
      return (
        (shape.plain && fitsRoughly(value, shape.of)) || (isObject(value) && firstFit(Object.values(value), shape.of))
      );
    case 'list':
      return Array.isArray(value) && firstFit(value, shape.of);
    case 'words':
      return typeof value === 'string' && shape.words.includes(value);
    case 'text':
      return typeof value === 'string' && shape.format.read(value) === null;
    case 'integer':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
  }
}

function firstFit(values: readonly (Json | undefined)[], shape: Shape): boolean {
  return values.slice(0, 3).every((each) => fitsRoughly(each, shape));
}

function hasKnownKey(value: object, keys: Readonly<Record<string, Key>>): boolean {
  return Object.keys(keys).some((key) => Object.hasOwn(value, key));
}

/** Where a key has its place: in an enclosing object, else below this one or below one that encloses it. */
function findElsewhere(key: string, owners: readonly Enclosing[]): string | null {
  for (const { shape, path } of owners) {
    if (Object.hasOwn(shape.keys, key)) return sayPath([...path, key]);
    const below = findBelow(key, shape, 0);
    if (below !== null) return sayPath([...path, ...below]);
  }
  return null;
}

const deepest = 6;

function findBelow(key: string, shape: Shape, depth: number): Path | null {
  if (depth > deepest) return null;
  switch (shape.kind) {
    case 'object': {
      if (Object.hasOwn(shape.keys, key)) return [key];
      const found = Object.entries(shape.keys).flatMap(([name, { shape: of }]) => {
        const rest = findBelow(key, of, depth + 1);
        return rest === null ? [] : [[name, ...rest]];
      });
      return found.sort((a, b) => a.length - b.length)[0] ?? null;
    }
    case 'cases':
      return findBelow(key, shape.lacks, depth) ?? findBelow(key, shape.has, depth);
    case 'map':
      return prefixed('<id>', findBelow(key, shape.of, depth + 1));
    case 'per-environment':
      return prefixed('else', findBelow(key, shape.of, depth + 1));
    case 'list':
      return findBelow(key, shape.of, depth + 1);
    case 'words':
    case 'text':
    case 'integer':
    case 'boolean':
      return null;
  }
}

function prefixed(step: string, rest: Path | null): Path | null {
  return rest === null ? null : [step, ...rest];
}
