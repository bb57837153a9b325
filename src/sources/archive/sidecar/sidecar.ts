import type { Found } from '../found.ts';

/** A file as it was when it was asked for: the key of what is remembered of it. */
export interface Seen {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** Nanoseconds since 1970 as text: too long for a double. */
  readonly modified: string;
}

/**
 * What was extracted from files before, so that only new and changed ones are read again. A cache: it may vanish, or stop taking
 * anything, at any time, and then the files are read as if it were not there.
 */
export interface Sidecar {
  /** Its own file, for notices. */
  readonly file: string;
  readonly knows: (seen: Seen) => boolean;
  /** Everything found in a known file; `null` when that is damaged, and then the file must be read after all. */
  readonly recall: (seen: Seen) => readonly Found[] | null;
  /** Remembers all that was found in a file, from its parts in wire form, at the latest when closed. */
  readonly keep: (seen: Seen, wires: readonly string[]) => void;
  readonly close: () => void;
  /** Takes what the user should know since it was last asked: that it was rebuilt, or cannot be used. */
  readonly takeNotices: () => readonly string[];
}
