import type { Inbox } from '../../contracts/live.ts';
import type { Settled } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';

/** An inbox that somebody opened, and that is to be closed. */
export interface LiveSource extends Inbox {
  /** What it is called in places, figures and messages. */
  readonly name: string;
  back(receipt: string): Promise<Settled>;
  figures(): SourceFigures;
  /** Ends reading, acknowledges what was done and gives back what was not. */
  close(): Promise<void>;
}

/** How a source is doing. */
export interface SourceFigures {
  /** Messages handed over so far, and how many of these had been handed over before. */
  readonly messages: number;
  readonly again: number;
  /** Messages that were read and wait to be taken, and those that were taken and are neither done nor given back. */
  readonly waiting: number;
  readonly inHand: number;
  /** Messages that came again and again and were never done. */
  readonly poison: number;
  /** When something was taken last. */
  readonly lastTaken: Instant | null;
  /** What keeps the source from its work and what to do about it; `null` while it is well. */
  readonly trouble: string | null;
  /** Nothing will come any more, and all that came is done. */
  readonly ended: boolean;
}
