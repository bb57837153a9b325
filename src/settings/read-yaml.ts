import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument, type YAMLError } from 'yaml';
import type { Json } from '../core/leaf/canonical.ts';
import type { Path } from '../core/policy/problem.ts';
import type { Place } from './line-index.ts';

/** Something that is wrong with the text itself. */
export interface Fault {
  readonly at: Place;
  readonly message: string;
  readonly suggestion: string | null;
}

/** Where a value of a document stands, its key, and what is in it. */
interface Spot {
  readonly key: Place | null;
  readonly value: Place;
  /** How a plain scalar is written; `null` for all else. */
  readonly spelled: string | null;
  readonly members: ReadonlyMap<string | number, Spot>;
}

/** A document as plain values, with where each of them stands. `value` is `undefined` where the text is no YAML. */
export interface YamlReading {
  readonly value: Json | undefined;
  readonly faults: readonly Fault[];
  /** Where a path is, or the nearest part of it that is there. */
  readonly placeOf: (path: Path, on: 'key' | 'value') => Place;
  readonly spellingOf: (path: Path) => string | null;
}

/**
 * Reads YAML 1.2 (core schema: `no` is a text, `0123` a number) as plain values. What could mean another thing to
 * another reader is refused: tags, anchors, aliases, merge keys, directives, doubled keys, several documents.
 */
export function readYaml(text: string): YamlReading {
  const hidden = findHidden(text);
  if (hidden !== null) return unreadable([hidden]);
  const document = parseDocument(text, {
    ...{ version: '1.2', schema: 'core', merge: false, resolveKnownTags: false },
    ...{ strict: true, stringKeys: true, uniqueKeys: false, prettyErrors: false, logLevel: 'error' },
  });
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) return unreadable([explainFirst(broken, text)]);
  const faults: Fault[] = [];
  const directive = /^%.*/m.exec(text.slice(0, document.contents?.range?.[0] ?? text.length));
  if (directive !== null) {
    const at = { from: directive.index, to: directive.index + directive[0].length };
    faults.push({ at, message: 'directives are not read: take this line out', suggestion: null });
  }
  const { spot, value } = readNode(document.contents, null, { from: 0, to: 0 }, 0, faults);
  const find = (path: Path): Spot => path.reduce<Spot>((found, step) => found.members.get(step) ?? found, spot);
  return {
    value,
    faults,
    placeOf: (path, on) => {
      const found = nearestSpot(spot, path);
      return on === 'key' || found.depth < path.length ? (found.spot.key ?? found.spot.value) : markOf(found.spot);
    },
    spellingOf: (path) => find(path).spelled,
  };
}

function nearestSpot(root: Spot, path: Path): { readonly spot: Spot; readonly depth: number } {
  let spot = root;
  for (const [depth, step] of path.entries()) {
    const next = spot.members.get(step);
    if (next === undefined) return { spot, depth };
    spot = next;
  }
  return { spot, depth: path.length };
}

/** What is left empty is marked at its key. */
function markOf({ key, value }: Spot): Place {
  return value.to > value.from || key === null ? value : key;
}

function unreadable(faults: readonly Fault[]): YamlReading {
  return { value: undefined, faults, placeOf: () => ({ from: 0, to: 0 }), spellingOf: () => null };
}

/** Characters that YAML forbids (YAML 1.2.2, 5.1), and those that turn the reading direction, so that a line is not what it looks. */
function findHidden(text: string): Fault | null {
  const found = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]|\r(?!\n)/.exec(
    text,
  );
  if (found === null) return null;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const message = `a character that nobody sees stands here (U+${code}): take it out`;
  return { at: { from: found.index, to: found.index + 1 }, message, suggestion: null };
}

/** One mistake makes many errors; the first is where it is. */
function explainFirst(errors: readonly YAMLError[], text: string): Fault {
  const deep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const first = deep ?? [...errors].sort((a, b) => a.pos[0] - b.pos[0])[0]!;
  const from = Math.min(Math.max(0, first.pos[0]), text.length);
  return {
    at: { from, to: Math.max(from + 1, Math.min(first.pos[1], text.length)) },
    message: sayError(first),
    suggestion: null,
  };
}

function sayError({ code, message }: YAMLError): string {
  switch (code) {
    case 'TAB_AS_INDENT':
      return 'YAML is indented with spaces, this is a tab';
    case 'RESOURCE_EXHAUSTION':
      return tooDeep;
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: a file holds one';
    case 'NON_STRING_KEY':
      return 'a key is a text, this is something else';
    case 'TAG_RESOLVE_FAILED':
      return 'tags are not read: take out what begins with `!`';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second `: ` on one line, or a line that is indented too far: quote the text, or begin a new line';
    case 'BAD_SCALAR_START':
      return 'a text cannot begin with this character: put it in quotes';
    default:
      return `this is no YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
  }
}

interface Read {
  readonly value: Json;
  readonly spot: Spot;
}

function readNode(
  node: Node | null | undefined,
  key: Place | null,
  after: Place,
  depth: number,
  faults: Fault[],
): Read {
  const value = placeOfNode(node) ?? after;
  const spot = (spelled: string | null, members: Spot['members'] = new Map()): Spot => ({
    key,
    value,
    spelled,
    members,
  });
  const refuse = (message: string) =>
    faults.push({ at: value.to > value.from ? value : (key ?? value), message, suggestion: null });
  if (node === null || node === undefined) return { value: null, spot: spot(null) };
  if (depth > deepest) refuse(tooDeep);
  if (isAlias(node)) refuse('aliases are not read: write out what `*` stands for');
  else {
    if (typeof node.anchor === 'string') refuse(`anchors are not read: take \`&${node.anchor}\` out`);
    if (typeof node.tag === 'string') refuse('tags are not read: take out what begins with `!`');
  }
  if (isScalar(node)) {
    const plain = node.type === 'PLAIN' && typeof node.value !== 'string';
    return { value: node.value as Json, spot: spot(plain ? (node.source ?? null) : null) };
  }
  if (depth > deepest || isAlias(node)) return { value: null, spot: spot(null) };
  return isSeq(node) ? readList(node.items, spot, depth, faults, value) : readMap(node, spot, depth, faults, value);
}

function readList(
  items: readonly unknown[],
  spot: (spelled: null, members: Spot['members']) => Spot,
  depth: number,
  faults: Fault[],
  after: Place,
): Read {
  const read = items.map((item) => readNode(item as Node | null, null, after, depth + 1, faults));
  return { value: read.map((each) => each.value), spot: spot(null, new Map(read.map((each, n) => [n, each.spot]))) };
}

function readMap(
  node: Node,
  spot: (spelled: null, members: Spot['members']) => Spot,
  depth: number,
  faults: Fault[],
  after: Place,
): Read {
  const members = new Map<string, Spot>();
  const values: [string, Json][] = [];
  for (const pair of isMap(node) ? (node.items as Pair<Node, Node | null>[]) : []) {
    const key = placeOfNode(pair.key) ?? after;
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (isScalar(pair.key) && (typeof pair.key.anchor === 'string' || typeof pair.key.tag === 'string')) {
      faults.push({ at: key, message: 'keys take neither tags nor anchors', suggestion: null });
    }
    if (members.has(name)) {
      faults.push({
        at: key,
        message: `the key \`${name.slice(0, 60)}\` stands here twice: the second would hide the first`,
        suggestion: null,
      });
      continue;
    }
    const read = readNode(pair.value, key, { from: key.to, to: key.to }, depth + 1, faults);
    members.set(name, read.spot);
    values.push([name, read.value]);
  }
  return { value: Object.fromEntries(values), spot: spot(null, members) };
}

function placeOfNode(node: Node | null | undefined): Place | null {
  return node?.range ? { from: node.range[0], to: node.range[1] } : null;
}

const deepest = 40;
const tooDeep = `this nests deeper than ${deepest} levels`;
