import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import type { Path, Problem } from '../problem.ts';
import { saysOr } from '../say/words.ts';
import { checkId, checkScalar } from './check-scalar.ts';
import { editsBetween } from './nearest-word.ts';
import { quote, sayValue } from './say-value.ts';
import type { CasesShape, ListShape, MapShape, ObjectShape, PerEnvironmentShape, Shape } from './shape.ts';
import type { Misfit } from './text-format.ts';
import { type Enclosing, explainUnknownKey, fitsRoughly } from './unknown-key.ts';

/** A mistake of shape. `secret`: what stands there must not be shown. */
export type ShapeProblem = Omit<Problem, 'layer'> & { readonly secret?: true };

/** How the file writes the scalar at a path; `null` where nobody knows or it is quoted. */
export type Spelling = (path: Path) => string | null;

/** Says everything that keeps a plain value from having a shape, in the order of the value. */
export function checkShape(value: Json, shape: Shape, spelling: Spelling = () => null): readonly ShapeProblem[] {
  const problems: ShapeProblem[] = [];
  const walk: Walk = {
    spelling,
    tell: (path, on, misfit) => problems.push({ level: 'error', path, on, ...misfit }),
  };
  visit(value, shape, [], [], walk);
  return problems;
}

interface Walk {
  readonly spelling: Spelling;
  readonly tell: (path: Path, on: Problem['on'], misfit: Misfit) => void;
}

function visit(value: Json, shape: Shape, path: Path, owners: readonly Enclosing[], walk: Walk): void {
  switch (shape.kind) {
    case 'object':
      visitObject(value, shape, path, owners, walk);
      break;
    case 'cases':
      visitObject(value, chooseCase(value, shape), path, owners, walk);
      break;
    case 'map':
      visitMap(value, shape, path, owners, walk);
      break;
    case 'per-environment':
      visitEnvironments(value, shape, path, owners, walk);
      break;
    case 'list':
      visitList(value, shape, path, owners, walk);
      break;
    case 'text':
    case 'words':
    case 'integer':
    case 'boolean': {
      const misfit = checkScalar(value, shape, walk.spelling(path));
      if (misfit !== null) walk.tell(path, 'value', misfit);
    }
  }
}

function visitObject(value: Json, shape: ObjectShape, path: Path, owners: readonly Enclosing[], walk: Walk): void {
  const known = Object.keys(shape.keys);
  if (!isObject(value)) {
    const message = `expected ${shape.say} (a map of ${saysOr(known)}), got ${sayValue(value, walk.spelling(path))}`;
    walk.tell(path, 'value', { message, suggestion: null });
    return;
  }
  const around = [{ shape, path }, ...owners];
  const free = new Set(known.filter((key) => !Object.hasOwn(value, key)));
  const meant = new Set<string>();
  for (const [key, member] of entriesOf(value)) {
    if (Object.hasOwn(shape.keys, key)) visit(member, shape.keys[key]!.shape, [...path, key], around, walk);
    else {
      const misfit = explainUnknownKey(key, member, [...free], around);
      if (misfit.suggestion !== null) {
        free.delete(misfit.suggestion);
        meant.add(misfit.suggestion);
      }
      walk.tell([...path, key], 'key', misfit);
    }
  }
  tellMissing(value, shape, path, meant, walk);
}

function tellMissing(value: JsonObject, shape: ObjectShape, path: Path, meant: ReadonlySet<string>, walk: Walk): void {
  const there = Object.keys(shape.keys).filter((key) => Object.hasOwn(value, key));
  for (const [key, { required, say }] of Object.entries(shape.keys)) {
    if (!required || there.includes(key) || meant.has(key)) continue;
    walk.tell(path, onOwner(path), { message: `${shape.say} needs ${quote(key)}: ${lower(say)}`, suggestion: null });
  }
  if (shape.pick === null) return;
  const choice = saysOr(Object.keys(shape.keys));
  if (there.length + meant.size === 0) {
    const few = shape.pick === 'exactly one' ? 'exactly one' : 'at least one';
    walk.tell(path, onOwner(path), { message: `${shape.say} needs ${few} of ${choice}`, suggestion: null });
  }
  if (shape.pick === 'one or more') return;
  const [first, ...rest] = Object.keys(value).filter((key) => there.includes(key));
  for (const key of rest) {
    const message = `${shape.say} takes exactly one of ${choice}, and ${quote(first!)} is there already`;
    walk.tell([...path, key], 'key', { message, suggestion: null });
  }
}

/** A slip in the key that tells the cases apart must not turn all the others into mistakes. */
function chooseCase(value: Json, { by, has, lacks }: CasesShape): ObjectShape {
  if (!isObject(value)) return lacks;
  if (Object.hasOwn(value, by)) return has;
  const asHas = checkShape(value, has);
  const isSlip = asHas.some(({ suggestion, on }) => on === 'key' && suggestion === by);
  return isSlip && asHas.length < checkShape(value, lacks).length ? has : lacks;
}

function visitMap(value: Json, shape: MapShape, path: Path, owners: readonly Enclosing[], walk: Walk): void {
  if (!isObject(value)) {
    const message = `expected ${shape.say}, got ${sayValue(value, walk.spelling(path))}`;
    walk.tell(path, 'value', { message, suggestion: value === null ? '{}' : null });
    return;
  }
  for (const [id, member] of entriesOf(value)) {
    const misfit = checkId(id, shape.ids);
    if (misfit !== null) walk.tell([...path, id], 'key', misfit);
    visit(member, shape.of, [...path, id], owners, walk);
  }
}

function visitEnvironments(
  value: Json,
  shape: PerEnvironmentShape,
  path: Path,
  owners: readonly Enclosing[],
  walk: Walk,
): void {
  if (!isObject(value) && shape.plain) {
    visit(value, shape.of, path, owners, walk);
    return;
  }
  if (!isObject(value) || isTheValueItself(value, shape.of)) {
    const came = isObject(value) ? 'one value for all' : sayValue(value, walk.spelling(path));
    const message = `expected a map of environments such as \`{ prod: …, else: … }\`, got ${came}`;
    walk.tell(path, 'value', { message, suggestion: elseFor(value, shape.of) });
    return;
  }
  if (!Object.hasOwn(value, 'else')) tellNoElse(value, path, walk);
  for (const [environment, member] of entriesOf(value)) {
    if (environment.trim() === '') {
      walk.tell([...path, environment], 'key', { message: 'expected the name of an environment', suggestion: null });
    }
    visit(member, shape.of, [...path, environment], owners, walk);
  }
}

function tellNoElse(value: JsonObject, path: Path, walk: Walk): void {
  const slips = Object.keys(value).map((key) => ({
    key,
    edits: key.length > 6 ? 9 : editsBetween(key.toLowerCase(), 'else'),
  }));
  const [near] = slips.filter(({ edits }) => edits <= 2).sort((a, b) => a.edits - b.edits);
  const message = 'every other environment is `else`, and there is none';
  if (near === undefined) walk.tell(path, onOwner(path), { message, suggestion: null });
  else walk.tell([...path, near.key], 'key', { message: `${message}, but ${quote(near.key)}`, suggestion: 'else' });
}

/** Whether somebody wrote the value of one environment where a map of environments is meant. */
function isTheValueItself(value: JsonObject, of: Shape): boolean {
  if (of.kind !== 'object') return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => Object.hasOwn(of.keys, key));
}

function elseFor(value: Json, of: Shape): string | null {
  const whole = of.kind === 'list' && typeof value === 'string' ? [value] : value;
  if (isObject(whole)) return '{ else: { … } }';
  if (!fitsRoughly(whole, of)) return null;
  return `{ else: ${Array.isArray(whole) ? `[${whole.join(', ')}]` : String(whole)} }`;
}

function visitList(value: Json, shape: ListShape, path: Path, owners: readonly Enclosing[], walk: Walk): void {
  if (!Array.isArray(value)) {
    const spelled = walk.spelling(path);
    const message = `expected a list, got ${sayValue(value, spelled)}`;
    walk.tell(path, 'value', { message, suggestion: listOf(value, shape, spelled) });
    return;
  }
  if (value.length < shape.atLeast)
    walk.tell(path, 'value', { message: 'expected at least one, the list is empty', suggestion: null });
  (value as readonly Json[]).forEach((member, n) => {
    visit(member, shape.of, [...path, n], owners, walk);
  });
}

function listOf(value: Json, shape: ListShape, spelled: string | null): string | null {
  if (value === null) return shape.atLeast === 0 ? '[]' : null;
  if (fitsRoughly(value, shape.of) && !isObject(value)) return `[${spelled ?? String(value)}]`;
  if (shape.of.kind !== 'text' || typeof value !== 'number') return null;
  const text = shape.of.format.ofNumber?.(value).text ?? null;
  return text === null ? null : `[${/^\d+$/.test(text) ? JSON.stringify(text) : text}]`;
}

/** Members in the order written, whatever they are called. */
function entriesOf(value: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(value).map(([key, member]) => [key, member ?? null]);
}

/** What is missing is told at the key of that which lacks it; an entry of a list has none. */
function onOwner(path: Path): Problem['on'] {
  return typeof path.at(-1) === 'string' ? 'key' : 'value';
}

function lower(say: string): string {
  return say.charAt(0).toLowerCase() + say.slice(1).replace(/\.$/, '');
}
