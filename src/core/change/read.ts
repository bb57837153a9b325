import { describe } from '../group/read/field.ts';
import { isObject } from '../leaf/canonical.ts';
import type { Place, TrailRecord, Unreadable } from '../trail/record.ts';
import type { Draft } from './call.ts';
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
  const { changes, misread: told = [] } = watched.read(record);
  const misread = told.length === 0 && isLost(record, changes) ? [lost(record)] : told;
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

/** An applied call without parameters (cut, hidden, or left out by an export) of which no change or no subject is known. */
function isLost(record: TrailRecord, changes: readonly Draft[]): boolean {
  if (record.result !== 'applied' || isObject(record.request)) return false;
  return changes.length === 0 || changes.some(({ on }) => on.id === null && on.name === null);
}

function lost(record: TrailRecord): string {
  return `content lost: its parameters are ${describe(record.request)}`;
}
