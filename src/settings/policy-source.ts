import { isObject, type Json } from '../core/leaf/canonical.ts';
import { checkShape } from '../core/policy/shape/check-shape.ts';
import { policyShape } from '../core/policy/shape/policy-shape.ts';
import { indexLines, type LineIndex, type Place } from './line-index.ts';
import { readText } from './read-text.ts';
import { readYaml, type YamlReading } from './read-yaml.ts';

/** A policy file as read, with the mistakes of its text and shape. */
export interface PolicySource {
  /** As shown, and as decisions name it: the path as given, or the pack. */
  readonly name: string;
  readonly path: string;
  readonly lines: LineIndex;
  readonly yaml: YamlReading;
  readonly value: Json;
  readonly mistakes: readonly Mistake[];
  /** Secrets that stand in it. */
  readonly hidden: readonly Place[];
}

/** Something wrong at a place of a policy file. */
export interface Mistake {
  readonly at: Place;
  readonly message: string;
  readonly suggestion: string | null;
}

/** A policy is written by people: what is larger than this is something else. */
const mostBytes = 1_000_000;

/** Reads a policy file and checks its shape. */
export function openSource(path: string, name: string): PolicySource | { readonly wrong: string } {
  const read = readText(path, mostBytes);
  return 'wrong' in read ? read : sourceOf(read.text, path, name);
}

function sourceOf(text: string, path: string, name: string): PolicySource {
  const yaml = readYaml(text);
  const whole = { name, path, lines: indexLines(text), yaml, value: yaml.value ?? null, hidden: [] };
  if (yaml.value === undefined) return { ...whole, mistakes: yaml.faults };
  if (yaml.value === null && yaml.faults.length === 0) {
    const message = 'the file is empty: a policy begins with `version: 1`';
    return { ...whole, mistakes: [{ at: { from: 0, to: 0 }, message, suggestion: null }] };
  }
  const misshapen = checkShape(yaml.value, policyShape, yaml.spellingOf);
  const placed = misshapen.map((each) => ({ ...each, at: yaml.placeOf(each.path, each.on) }));
  const told = new Set(yaml.faults.map(({ at }) => at.from));
  return {
    ...whole,
    mistakes: [...yaml.faults, ...placed.filter(({ at }) => !told.has(at.from))],
    hidden: placed.filter(({ secret }) => secret === true).map(({ at }) => at),
  };
}

/** The packs that a policy file uses, each with its place. */
export function packsOf({ value, yaml }: PolicySource): readonly { readonly pack: string; readonly at: Place }[] {
  const use = isObject(value) && Array.isArray(value.use) ? (value.use as readonly Json[]) : [];
  return use.flatMap((pack, n) =>
    typeof pack === 'string' && packForm.test(pack) ? [{ pack, at: yaml.placeOf(['use', n], 'value') }] : [],
  );
}

/** The form of a pack's name; another one is a mistake of shape. */
export const packForm = /^[a-z0-9][a-z0-9-]*@[1-9]\d{0,3}$/;
