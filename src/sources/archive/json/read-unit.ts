import { isObject, type Json } from '../../../core/leaf/canonical.ts';
import type { Origin } from '../../../core/trail/origin.ts';
import { peel } from '../../../core/trail/peel.ts';
import { readJsonText } from '../../../core/trail/peel-text.ts';
import type { Found } from '../found.ts';
import { inflateText } from './inflate-text.ts';

/** Where a unit of a file stands and what kind of list it is an element of. */
export interface UnitPlace {
  readonly number: number;
  readonly from: Origin;
}

/** Reads the wanted records out of one unit's text, and tells what in it could not be read. */
export function readUnitText(text: string, place: UnitPlace, calls: ReadonlySet<string>): readonly Found[] {
  const read = readJsonText(text);
  if (read.kind === 'unreadable')
    return [{ kind: 'unreadable', number: place.number, reason: read.reason, eventId: read.eventId }];
  return readUnit(read.json, text, place, calls);
}

/** Reads the wanted records out of one unit; `text` is its JSON where it is at hand. The last word on what is wanted. */
export function readUnit(
  json: Json,
  text: string | null,
  place: UnitPlace,
  calls: ReadonlySet<string>,
): readonly Found[] {
  if (isForeign(json, calls)) return [];
  const found: Found[] = [];
  for (const part of peel(json, place.from, inflateText)) {
    if (part.kind === 'unreadable')
      found.push({ kind: 'unreadable', number: place.number, reason: part.reason, eventId: part.eventId });
    else if (calls.has(part.json.eventName as string)) {
      found.push({ ...part, number: place.number, text: part.json === json ? text : null });
    }
  }
  return found;
}

/** Most records are of calls that nobody wants; they need no peeling. S3's notifications look like them and must be told. */
function isForeign(json: Json, calls: ReadonlySet<string>): boolean {
  if (!isObject(json) || typeof json.eventName !== 'string') return false;
  return !calls.has(json.eventName) && json.eventSource !== 'aws:s3';
}
