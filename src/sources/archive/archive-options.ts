import type { Instant } from '../../core/leaf/instant.ts';

/** How an archive is to be read. */
export interface ArchiveOptions {
  /** The event names that are wanted, exact. */
  readonly calls: ReadonlySet<string>;
  /** Worker threads; one or none reads in the calling thread. */
  readonly threads: number;
  /** The folder of the sidecar that makes reruns cheap; `null` for none. */
  readonly sidecar: string | null;
  /**
   * Leave out files delivered more than a day before this moment, by the slot in their name. A file holds only records
   * written before its slot, so none of them can be later; the day is for clocks. There is no such rule for an end: late
   * records and addenda arrive in files of any later day.
   */
  readonly since?: Instant;
  /** Bytes that one file may inflate to; more is a bomb and is reported (4 GiB when left out). */
  readonly maxInflated?: number;
  /** For tests: bytes that are inflated at once and searched together (256 KiB when left out, at least 70). */
  readonly window?: number;
  /** For tests: files that inflate to at most this are searched in one piece (8 MiB when left out). */
  readonly wholeFile?: number;
  /** For tests: the plain JavaScript search, also where WASM SIMD is at hand. */
  readonly plainJavaScript?: boolean;
}
