import type { Change } from '../core/change/change.ts';
import type { Instant } from '../core/leaf/instant.ts';

/** A record on its way into a spill. `preferred` decides between copies that are not the same (smallest wins). */
export interface SpilledRecord {
  readonly key: string;
  readonly preferred: string;
  readonly content: string;
  readonly changes: readonly SpilledChange[];
}

/** A change as text, with what it is looked up by. */
export interface SpilledChange {
  readonly id: string;
  readonly subject: string;
  /** What kind of thing the subject is: `group`, `list`, `interface`, `vpc`. */
  readonly on: string;
  readonly kind: string;
  readonly at: Instant;
  /** The call was refused, so that nothing changed. */
  readonly refused: boolean;
  readonly text: string;
  /** What the text says, where it was read already. */
  readonly change?: Change;
}

/**
 * A decision as text, with what it is sorted and found by. `ids` are all ids that lead to it; `severity` is 0 to 4 where a
 * policy is broken, less than 1 where it only may be, 0 where no policy was asked or none is broken.
 */
export interface SpilledDecision {
  readonly id: string;
  readonly ids: readonly string[];
  readonly severity: number;
  readonly exposure: number;
  readonly at: Instant;
  readonly text: string;
}

/**
 * A place for what does not fit in memory while one question is answered: the changes of an archive by subject, then the
 * decisions in order. Nothing of it outlives the run.
 */
export interface Spill {
  /** Keeps a record's changes once; answers the record that has its key already when that says something else. */
  keepRecord(record: SpilledRecord): 'new' | 'copy' | SpilledRecord;
  /** Keeps a record in place of whatever has its key. */
  replaceRecord(record: SpilledRecord): void;
  /** Subjects of one kind of thing, in a fixed order. */
  subjects(on: string): readonly string[];
  changesOf(subject: string): readonly SpilledChange[];
  /** Changes of these kinds, whatever their subject. */
  changesOfKind(kinds: readonly string[]): Iterable<SpilledChange>;
  /** Changes that calls asked for and were refused, whatever their subject, in order of time. */
  refused(): Iterable<SpilledChange>;
  /** Time of the first change; `null` when there is none. */
  since(): Instant | null;
  keepDecision(decision: SpilledDecision): void;
  /** `worst`: by severity, then by exposure. */
  decisions(order: 'worst' | 'time'): Iterable<SpilledDecision>;
  /** Decisions one of whose ids begins so. */
  decisionsNamed(prefix: string): readonly SpilledDecision[];
  close(): void;
}
