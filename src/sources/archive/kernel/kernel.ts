/** How far a walk came: inside the list of records, at its end, or at something that only the slow reader understands. */
export type WalkStatus = 'inside' | 'closed' | 'odd';

/**
 * The search inside a log file, over a memory of its own: finds the keys `eventName` whose text value may be wanted, proves which
 * records they stand in, and never looks at the rest. Two of them give the same answers: WebAssembly SIMD and plain JavaScript.
 * All offsets are into `bytes`, which changes when the room grows; content starts at `base`.
 */
export interface Kernel {
  readonly name: 'wasm' | 'javascript';
  readonly base: number;
  /** Makes room for so many bytes of content and returns the memory. */
  readonly room: (size: number) => Buffer;
  /** Sets which first two letters of a value are worth a look. */
  readonly setStarts: (names: Iterable<string>) => void;
  /**
   * Looks for keys whose `t` stands in [from, to); bytes are valid up to `end` and zero for 128 more. Returns how many `hits`, or -1
   * when the bytes must be read slowly (an escaped letter, too many keys).
   */
  readonly scan: (from: number, to: number, end: number) => number;
  /** Offset of a value's first letter; or minus the offset of a key whose value is cut off or no text. Ascending. */
  readonly hits: () => Int32Array;
  /** Starts a walk behind the `[` of `Records`. */
  readonly begin: (from: number) => void;
  /**
   * Walks on to `to` in blocks of 64 bytes and returns the number of `spans` that hold one of the first `hits` hits. `whole`: the
   * content ends at `to`, and the walk may stop behind the last hit; else the last part of a block waits for more bytes.
   */
  readonly walk: (to: number, hits: number, whole: boolean) => number;
  /** Of each record with a hit: where it starts, where it ends, its number in the list from 1. */
  readonly spans: () => Int32Array;
  /** Hits of the last walk whose record has ended. */
  readonly hitsUsed: () => number;
  readonly status: () => WalkStatus;
  readonly position: () => number;
  /** Where the record starts that is open now; 0 between records. */
  readonly recordStart: () => number;
  /** Behind the last record or bracket that was closed. */
  readonly end: () => number;
  /** Says that the content moved down by so many bytes. */
  readonly shift: (by: number) => void;
}

/** More keys than this in one search are left to the slow reader. */
export const maxHits = 16_384;

/** Sets the bits of the table of name starts: one per pair of first letters, little end first. */
export function markStarts(table: Uint8Array, names: Iterable<string>): void {
  table.fill(0);
  for (const name of names) {
    const pair = name.charCodeAt(0) | (name.charCodeAt(1) << 8);
    if (name.length >= 2 && pair < 0x10000) table[pair >> 3]! |= 1 << (pair & 7);
  }
}
