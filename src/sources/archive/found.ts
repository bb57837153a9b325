import type { Json } from '../../core/leaf/canonical.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Origin } from '../../core/trail/origin.ts';

/** What the readers of one file yield; the file is named by whoever asked. `text` is the record's JSON where it is at hand. */
export type Found =
  | {
      readonly kind: 'record';
      readonly number: number;
      readonly json: Json;
      readonly text: string | null;
      readonly from: Origin;
      readonly receivedAt: Instant | null;
    }
  | {
      readonly kind: 'unreadable';
      readonly number: number | null;
      readonly reason: string;
      readonly eventId: string | null;
    };
