import type { Json } from '../core/leaf/canonical.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Origin } from '../core/trail/origin.ts';
import type { Place, Unreadable } from '../core/trail/record.ts';

/**
 * What a source hands over: records as JSON (`receivedAt`: when they were delivered, where file or envelope tell it),
 * what it could not read, how far it has come (`bytes` as stored, `records` found, `skipped` files that hold none by name
 * or date), and notices by which no record is lost.
 */
export type Intaken =
  | {
      readonly kind: 'record';
      readonly json: Json;
      readonly place: Place;
      readonly from: Origin;
      readonly receivedAt: Instant | null;
    }
  | Unreadable
  | {
      readonly kind: 'progress';
      readonly files: number;
      readonly filesDone: number;
      readonly skipped: number;
      readonly bytes: number;
      readonly records: number;
    }
  | { readonly kind: 'notice'; readonly place: Place; readonly text: string };

/** Where records come from, in batches, in an order that does not depend on how fast they are read. */
export interface Source {
  read(): AsyncIterable<readonly Intaken[]>;
}
