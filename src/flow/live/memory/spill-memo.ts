import type { SubjectMemory } from './load-subject.ts';
import { type Spilled, spillMemory } from './spill-memory.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

/** Remembers what subjects were judged from, with all that was worked out of it and depends on nothing else. */
export interface SpillMemo {
  spilled(memory: SubjectMemory, more: readonly SubjectEvidence[]): Spilled;
}

/** What something was spilled from: the same again is the same. */
interface Known {
  readonly subject: string;
  readonly evidence: readonly SubjectEvidence[];
  readonly beside: readonly (readonly [string, readonly SubjectEvidence[]])[];
  /** What no history of the subject follows from. */
  readonly rest: readonly unknown[];
}

interface Kept {
  readonly known: Known;
  readonly spilled: Spilled;
  readonly pieces: number;
}

/**
 * A memo of so many pieces of evidence at most; what was not asked for longest is forgotten first. What is known of a
 * subject is compared piece by piece with what was known, so that nothing is taken for known that is not.
 */
export function openSpillMemo(most: number): SpillMemo {
  let kept: readonly Kept[] = [];
  return {
    spilled: (memory, more) => {
      const known = knownOf(memory, more);
      const found = kept.find((each) => isSame(each.known, known));
      const isWhole = found !== undefined && isEach(found.known.rest, known.rest);
      const next = isWhole ? found : { known, spilled: spilledLike(found, memory, more), pieces: piecesOf(known) };
      kept = within(most, [next, ...kept.filter((each) => each !== found)]);
      return next.spilled;
    },
  };
}

/** Looks elsewhere, refused calls and grants alter what is judged, and not what the subject's history was. */
function spilledLike(found: Kept | undefined, memory: SubjectMemory, more: readonly SubjectEvidence[]): Spilled {
  const spilled = spillMemory(memory, more);
  return found === undefined ? spilled : { ...spilled, walked: found.spilled.walked };
}

function knownOf(memory: SubjectMemory, more: readonly SubjectEvidence[]): Known {
  const { site, subject, evidence, beside, attempts, grants, since, swept } = memory;
  return {
    subject: `${site.account}/${site.region}/${subject}`,
    evidence: more.length === 0 ? evidence : [...evidence, ...more],
    beside: [...beside].filter(([name]) => name !== subject),
    rest: [since, swept, attempts.length, ...attempts, ...grants],
  };
}

function isSame(one: Known, other: Known): boolean {
  return (
    one.subject === other.subject &&
    isEach(one.evidence, other.evidence) &&
    one.beside.length === other.beside.length &&
    one.beside.every(([name, own], place) => {
      const [otherName, others] = other.beside[place]!;
      return name === otherName && isEach(own, others);
    })
  );
}

function isEach(some: readonly unknown[], others: readonly unknown[]): boolean {
  // The last first: what is new stands there.
  if (some.length !== others.length) return false;
  for (let place = some.length - 1; place >= 0; place--) if (!isOne(some[place], others[place])) return false;
  return true;
}

/** The same object, or one that says the same: what is about to be stored is another object than what is read again. */
function isOne(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isPiece(one) || !isPiece(other) || one.at !== other.at || one.id !== other.id) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

function isPiece(value: unknown): value is { readonly at?: unknown; readonly id?: unknown } {
  return typeof value === 'object' && value !== null;
}

function piecesOf({ evidence, beside }: Known): number {
  return evidence.length + beside.reduce((sum, [, own]) => sum + own.length, 0) + 1;
}

function within(most: number, all: readonly Kept[]): readonly Kept[] {
  let pieces = 0;
  return all.filter((each) => {
    pieces += each.pieces;
    return pieces <= most;
  });
}
