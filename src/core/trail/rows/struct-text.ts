import type { Json } from '../../leaf/canonical.ts';

/** Structs nest five deep in `useridentity`; what nests deeper than this is not one. */
const maxDepth = 16;

/** CloudTrail bounds a whole record to 256 KB, and its `userIdentity` has a few hundred characters. */
const maxLength = 64 * 1024;

/**
 * Reads the text that Athena prints for a struct, `{type=IAMUser, sessioncontext={attributes=null}, tags=[a, b]}`: names and
 * values without quotes. A comma inside a value belongs to it when no `name=` follows. `null` for text that is no struct.
 */
export function readStructText(text: string): Json {
  if (text.length > maxLength) return null;
  const reader: Reader = { text: text.trim(), at: 0 };
  if (!reader.text.startsWith('{')) return null;
  const value = readValue(reader, 0);
  return value === undefined || reader.at !== reader.text.length ? null : value;
}

interface Reader {
  readonly text: string;
  at: number;
}

function readValue(reader: Reader, depth: number): Json | undefined {
  if (depth > maxDepth) return undefined;
  const first = reader.text[reader.at];
  if (first === '{') return readMembers(reader, depth);
  if (first === '[') return readElements(reader, depth);
  return readScalar(reader);
}

function readMembers(reader: Reader, depth: number): Json | undefined {
  const members: [string, Json][] = [];
  reader.at++;
  while (reader.at < reader.text.length) {
    skipBlanks(reader);
    if (reader.text[reader.at] === '}') return close(reader, Object.fromEntries(members));
    const equals = reader.text.indexOf('=', reader.at);
    if (equals < 0) return undefined;
    const name = reader.text.slice(reader.at, equals).trim();
    reader.at = equals + 1;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    members.push([name, value]);
    if (reader.text[reader.at] === ',') reader.at++;
    else if (reader.text[reader.at] !== '}') return undefined;
  }
  return undefined;
}

function readElements(reader: Reader, depth: number): Json | undefined {
  const elements: Json[] = [];
  reader.at++;
  while (reader.at < reader.text.length) {
    skipBlanks(reader);
    if (reader.text[reader.at] === ']') return close(reader, elements);
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    elements.push(value);
    if (reader.text[reader.at] === ',') reader.at++;
    else if (reader.text[reader.at] !== ']') return undefined;
  }
  return undefined;
}

function close<T>(reader: Reader, value: T): T {
  reader.at++;
  return value;
}

/** Up to the end of the struct, or a comma before `name=` or a list's next element. */
function readScalar(reader: Reader): Json {
  const rest = /^(?:[^,}\]]|,(?! *[\w-]+=| *[{[]|[^=,}]*\])|\](?!\s*(?:[,}\]]|$)))*/.exec(
    reader.text.slice(reader.at),
  )![0];
  reader.at += rest.length;
  const value = rest.trim();
  return value === 'null' || value === '' ? null : value;
}

function skipBlanks(reader: Reader): void {
  while (reader.text[reader.at] === ' ') reader.at++;
}
