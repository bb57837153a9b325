import { isObject, type Json } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Origin } from '../../../core/trail/origin.ts';
import type { Found } from '../found.ts';

/** The version of this form and of what the readers find; a sidecar of another version is not used. */
export const wireVersion = 1;

/**
 * Writes what was found as one JSON text, without taking records apart again: threads and the sidecar exchange it. An array of
 * `[number, origin, receivedAt, record]` and `[number, reason, eventId]`.
 */
export function writeWire(found: readonly Found[]): string {
  return found.length === 0 ? '' : `[${found.map(writeOne).join(',')}]`;
}

function writeOne(found: Found): string {
  if (found.kind === 'unreadable') return JSON.stringify([found.number, found.reason, found.eventId]);
  return `[${found.number},"${found.from}",${found.receivedAt},${found.text ?? JSON.stringify(found.json)}]`;
}

/** Reads the wire form back; throws on anything else, which only a damaged sidecar can hold. */
export function readWire(wire: string): readonly Found[] {
  return wire === '' ? [] : (JSON.parse(wire) as readonly Json[]).map(readOne);
}

function readOne(entry: Json): Found {
  if (!Array.isArray(entry)) throw new TypeError('not the wire form');
  if (entry.length === 3)
    return {
      kind: 'unreadable',
      number: entry[0] as number | null,
      reason: String(entry[1]),
      eventId: entry[2] as string | null,
    };
  if (entry.length !== 4 || !isObject(entry[3])) throw new TypeError('not the wire form');
  return {
    kind: 'record',
    number: entry[0] as number,
    from: entry[1] as Origin,
    receivedAt: entry[2] as Instant | null,
    json: entry[3] as Json,
    text: null,
  };
}
