import type { Json } from '../../core/leaf/canonical.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Origin } from '../../core/trail/origin.ts';
import type { Place, Unreadable } from '../../core/trail/record.ts';

/** A wanted CloudTrail record as found in an archive; `receivedAt` is when it was delivered, where file or envelope tell it. */
export interface FoundRecord {
  readonly kind: 'record';
  readonly json: Json;
  readonly place: Place;
  readonly from: Origin;
  readonly receivedAt: Instant | null;
}

/** How far the reading is: `bytes` are those of the files as stored, `records` the wanted ones, `skipped` files that hold no records by name or date. */
export interface ArchiveProgress {
  readonly kind: 'progress';
  readonly files: number;
  readonly filesDone: number;
  readonly skipped: number;
  readonly bytes: number;
  readonly records: number;
}

/** Something to tell the user about the reading itself; no record is lost by it. */
export interface ArchiveNotice {
  readonly kind: 'notice';
  readonly place: Place;
  readonly text: string;
}

/** One thing that an archive yields. */
export type ArchiveItem = FoundRecord | Unreadable | ArchiveProgress | ArchiveNotice;
