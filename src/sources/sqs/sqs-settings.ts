/** How a queue is read. Times are milliseconds. */
export interface SqsSettings {
  /** How long a receive waits for a message; 0 to 20 seconds. */
  readonly wait: number;
  /** How long a message stays hidden from others; renewed while it is in hand, up to `longest`. */
  readonly visibility: number;
  readonly longest: number;
  /** Receives that are under way at once while the queue is full; one while it is quiet. */
  readonly receives: number;
  /** Deletions are gathered for so long, or until ten are there. */
  readonly gather: number;
  /** A message that was given more often than this and is still there is told as poison. */
  readonly poisonAfter: number;
}

/** What is in force unless somebody sets it otherwise. */
export const usualSqsSettings: SqsSettings = {
  wait: 20_000,
  visibility: 60_000,
  longest: 600_000,
  receives: 4,
  gather: 20,
  poisonAfter: 5,
};
