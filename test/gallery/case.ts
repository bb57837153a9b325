import type { Severity } from '../../src/core/policy/scale.ts';
import type { Ruling } from '../../src/core/verdict/verdict.ts';
import type { GroupAtWork, World } from '../builders/world.ts';
import type { Label } from './labels.ts';
import type { Source } from './sources.ts';

/** What must be said of a case: every label that is not named must be absent. */
export interface Expected {
  readonly ruling: Ruling;
  readonly breach?: readonly Label[];
  /** Objected to and excused. */
  readonly permitted?: readonly Label[];
  /** So only if what nobody knows is as bad as it can be: told with what is not known. */
  readonly maybe?: readonly Label[];
  /** So only in between: open for a while and closed again. */
  readonly over?: readonly Label[];
  /** The severity of the whole. */
  readonly severity?: Severity;
}

interface Told {
  /** What the case is, as a statement. */
  readonly name: string;
  /** Numbers of scenarios, or of the museum of bugs: `1`, `BM-15`. */
  readonly scenario: string;
  /** What decides, in our words, and who says so. */
  readonly decides: string;
  readonly source: Source;
  /** What others report for it, as far as it was seen. */
  readonly others?: string;
  readonly expected: Expected;
}

/** A group as it stands. Rules are lines: `in tcp 22 0.0.0.0/0`, `in icmp 8/-1 ::/0`, `out -1 - pl-…`. */
export interface GroupStanding {
  readonly name: string;
  readonly id?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly rules: readonly string[];
}

/** Groups as they stand at a moment, and whether they are in order. */
export interface StateCase extends Told {
  readonly groups: readonly GroupStanding[];
  /** Prefix lists by id; `null` = nobody knows the entries. */
  readonly lists?: Readonly<Record<string, readonly string[] | null>>;
  /** Interfaces: the names of the groups on each, and what EC2 says it is for. */
  readonly interfaces?: readonly { readonly groups: readonly string[]; readonly for?: string }[];
  /** When it is looked at; 2026-01-31T09:00:00Z unless told. */
  readonly at?: string;
}

/** What a case is told with: the world, and one group made on record in it. */
export interface Scene {
  readonly world: World;
  readonly group: GroupAtWork;
}

/** What was done, and whether that was in order: only what `act` does is judged. */
export interface EventCase extends Told {
  /** Name and tags of the group; `web` without tags unless told. */
  readonly group?: {
    readonly name?: string;
    /** Set by the pipeline, which may. */
    readonly tags?: Readonly<Record<string, string>>;
    readonly dualStack?: true;
  };
  /** Answers ids of rules or lists that `act` needs. */
  readonly before?: (scene: Scene) => unknown;
  readonly act: (scene: Scene, made: readonly string[]) => unknown;
  /** Told as one net change where it belongs together. */
  readonly net?: true;
  /** The records as they arrive, where that differs from the order in which they were made. */
  readonly arrives?: 'twice' | 'backwards';
  /** What EC2 shows now is known too. */
  readonly look?: true;
}
