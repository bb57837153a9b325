/** What the readers of one file must know. */
export interface ReadLimits {
  /** The event names that are wanted. */
  readonly calls: ReadonlySet<string>;
  /** Bytes that one file may inflate to. */
  readonly maxInflated: number;
  /** Bytes of one unit: CloudTrail records have at most 256 KB, SQS and EventBridge messages 1 MB (AWS quotas). */
  readonly maxUnit: number;
  /** Bytes that are inflated at once and searched together. */
  readonly window: number;
  /** Files that inflate to at most this many bytes are searched in one piece. */
  readonly wholeFile: number;
}

/** The limits where options say nothing. */
export const usualLimits = {
  maxInflated: 4 * 1024 ** 3,
  maxUnit: 16 * 1024 ** 2,
  window: 256 * 1024,
  wholeFile: 8 * 1024 ** 2,
} as const;
