import { isObject, type Json } from '../../src/core/leaf/canonical.ts';

/** YAML text, with where each key and each value of it stands as `14:5`, by `pathName`. */
export interface Placed {
  readonly text: string;
  readonly keys: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, string>;
  /** Where the second ones stand of the keys that were to be written twice, in order. */
  readonly again: readonly string[];
}

export type Style = 'block' | 'flow';
export type Path = readonly (string | number)[];

/** A name for a path. */
export function pathName(path: Path): string {
  return JSON.stringify(path);
}

interface Asked {
  /** Paths whose values are written in flow style, so that they stand at one place. */
  readonly inline?: ReadonlySet<string>;
  /** Paths of keys that are written a second time, with the same value. */
  readonly twice?: ReadonlySet<string>;
}

/** Writes YAML in block style, or as one flow collection, and notes where things stand without asking any parser. */
export function writePlaced(value: Json, style: Style, { inline = new Set(), twice = new Set() }: Asked = {}): Placed {
  const keys = new Map<string, number>();
  const values = new Map<string, number>();
  const again: number[] = [];
  let text = '';
  const key = (path: Path) => {
    const name = pathName(path);
    if (!keys.has(name)) keys.set(name, text.length);
    else if (twice.has(name)) again.push(text.length);
    text += keyText(String(path.at(-1)));
  };
  const membersOf = (map: object, path: Path) =>
    Object.entries(map).flatMap((entry) => (twice.has(pathName([...path, entry[0]])) ? [entry, entry] : [entry]));
  const flow = (each: Json, path: Path): void => {
    if (!values.has(pathName(path))) values.set(pathName(path), text.length);
    if (Array.isArray(each)) {
      text += '[';
      each.forEach((item, n) => {
        if (n > 0) text += ', ';
        flow(item, [...path, n]);
      });
      text += ']';
    } else if (isObject(each)) {
      text += '{';
      membersOf(each, path).forEach(([name, member], n) => {
        if (n > 0) text += path.length < 2 ? ',\n ' : ', ';
        key([...path, name]);
        text += ': ';
        flow(member, [...path, name]);
      });
      text += '}';
    } else text += scalarText(each, style);
  };
  const block = (each: Json, path: Path, indent: string): void => {
    const scalar = typeof each !== 'object' || each === null || Object.keys(each).length === 0;
    if (scalar || inline.has(pathName(path))) {
      text += ' ';
      flow(each, path);
      text += '\n';
      return;
    }
    if (text !== '') text += '\n';
    if (Array.isArray(each)) {
      each.forEach((item, n) => {
        text += `${indent}-`;
        block(item, [...path, n], `${indent}  `);
      });
      return;
    }
    for (const [name, member] of membersOf(each as object, path)) {
      text += indent;
      key([...path, name]);
      text += ':';
      block(member as Json, [...path, name], `${indent}  `);
    }
  };
  if (style === 'flow') flow(value, []);
  else block(value, [], '');
  const spots = spotsIn(text);
  const placed = (offsets: ReadonlyMap<string, number>) => new Map([...offsets].map(([name, at]) => [name, spots(at)]));
  return { text: `${text}\n`, keys: placed(keys), values: placed(values), again: again.map(spots) };
}

/** Line and column of an offset, by counting. */
function spotsIn(text: string): (offset: number) => string {
  const spots: string[] = [];
  let [line, column] = [1, 1];
  for (let at = 0; at <= text.length; at++) {
    spots.push(`${line}:${column}`);
    if (text[at] === '\n') [line, column] = [line + 1, 1];
    else column += 1;
  }
  return (offset) => spots[offset]!;
}

function keyText(key: string): string {
  return /^[A-Za-z_][\w.-]*$/.test(key) ? key : JSON.stringify(key);
}

function scalarText(value: Json, style: Style): string {
  const plain = typeof value === 'string' && /^[A-Za-z][\w ./-]*$/.test(value) && !/^(true|false|null)$/i.test(value);
  return style === 'block' && plain ? value.trim() : JSON.stringify(value);
}
