import type { Intaken } from '../../contracts/source.ts';
import type { Json } from '../../core/leaf/canonical.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { NamedObject } from '../../core/trail/named-objects.ts';
import type { Origin } from '../../core/trail/origin.ts';
import { peel } from '../../core/trail/peel.ts';
import { inflateText } from '../archive/json/inflate-text.ts';

/** What a message holds: records and what should have been some, and S3 objects that are to be read beside it. */
export interface Opened {
  readonly intaken: readonly Intaken[];
  readonly objects: readonly NamedObject[];
}

/**
 * Opens a message that came in live, whatever envelopes it is in. Each part stands at its own number, from 1, in `file`.
 * Records whose envelope does not tell when they came are given `receivedAt`.
 */
export function intakenOf(body: Json, from: Origin, file: string, receivedAt: Instant | null): Opened {
  const intaken: Intaken[] = [];
  const objects: NamedObject[] = [];
  peel(body, from, inflateText).forEach((part, at) => {
    const place = { file, number: at + 1 };
    if (part.kind === 'record') {
      intaken.push({ ...part, place, receivedAt: part.receivedAt ?? receivedAt });
    } else if (part.objects !== undefined) objects.push(...part.objects);
    else intaken.push({ kind: 'unreadable', place, reason: part.reason, eventId: part.eventId });
  });
  return { intaken, objects };
}
