import type { Place, TrailRecord, Unreadable } from '../trail/record.ts';
import type { Change } from './change.ts';
import { watchedCall } from './watched.ts';

/** The changes a record tells, and what of it could not be read. A record of an unwatched call tells nothing. */
export interface ChangeReading {
  readonly changes: readonly Change[];
  readonly unreadable: readonly Unreadable[];
}

/** Reads what a record did, or tried to do, to the perimeter. */
export function readChanges(record: TrailRecord, place: Place): ChangeReading {
  const watched = watchedCall(record.service, record.call);
  if (watched === null) return { changes: [], unreadable: [] };
  const { changes, misread = [] } = watched.read(record);
  const { request: _request, response: _response, ...head } = record;
  return {
    changes: changes.map((draft, ordinal): Change => ({ ...draft, record: head, ordinal })),
    unreadable: misread.map((reason) => ({
      kind: 'unreadable',
      place,
      reason: `${record.call}: ${reason}`,
      eventId: record.eventId,
    })),
  };
}
