import { isObject, type Json } from '../../src/core/leaf/canonical.ts';
import type { Found } from '../../src/sources/archive/found.ts';
import { readUnit } from '../../src/sources/archive/json/read-unit.ts';

/** The reader that the others are held against: JSON.parse of everything, then the same peeling. `null` for what is no JSON. */
export function readNaively(text: string, calls: ReadonlySet<string>): readonly Found[] | null {
  let json: Json;
  try {
    json = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as Json;
  } catch {
    return null;
  }
  if (Array.isArray(json))
    return json.flatMap((unit, index) => readUnit(unit, null, { number: index + 1, from: 'file' }, calls));
  if (isObject(json) && Array.isArray(json.Records))
    return json.Records.flatMap((unit, index) => readUnit(unit, null, { number: index + 1, from: 's3' }, calls));
  if (isObject(json) && Array.isArray(json.Events))
    return json.Events.flatMap((unit, index) => readUnit(unit, null, { number: index + 1, from: 'lookup' }, calls));
  return readUnit(json, null, { number: 1, from: 'file' }, calls);
}

/** What must be the same of two readings, as text. */
export function summarise(found: readonly Found[], kind: Found['kind']): readonly string[] {
  return found
    .filter((each) => each.kind === kind)
    .map((each) =>
      each.kind === 'record'
        ? `${each.number} ${each.from} ${JSON.stringify(each.json)}`
        : `${each.number} ${each.reason}`,
    );
}
