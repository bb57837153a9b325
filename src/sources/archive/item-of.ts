import type { Instant } from '../../core/leaf/instant.ts';
import type { ArchiveItem } from './archive-item.ts';
import { slotOf } from './file-name.ts';
import type { Found } from './found.ts';

/** What was found in a file, under the file's name. `receivedAt` is when the file came, where its name does not tell. */
export function itemOf(found: Found, file: string, receivedAt: Instant | null = null): ArchiveItem {
  const place = { file, number: found.number };
  if (found.kind === 'unreadable') return { kind: 'unreadable', place, reason: found.reason, eventId: found.eventId };
  return {
    kind: 'record',
    json: found.json,
    place,
    from: found.from,
    receivedAt: found.receivedAt ?? slotOf(file) ?? receivedAt,
  };
}
