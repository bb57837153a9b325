import type { Unknown } from './verdict.ts';

/**
 * Whether something holds, as far as is known. `yes` with unknowns: it is taken to hold, on an assumption that is told.
 * `uses`: facts that it rests on and that may be of another time.
 */
export interface Answer {
  readonly is: 'yes' | 'no' | 'maybe';
  readonly unknowns: readonly Unknown[];
  readonly uses: readonly FactKind[];
}

/** Facts of a group that may have been looked at another time than the change's. */
export type FactKind = 'attachments' | 'tags' | 'vpc';

/** It holds for sure, and rests on no facts of another time. */
export const yes: Answer = { is: 'yes', unknowns: [], uses: [] };
/** It does not hold. */
export const no: Answer = { is: 'no', unknowns: [], uses: [] };

/** A plain yes or no. */
export function answer(holds: boolean): Answer {
  return holds ? yes : no;
}

/** Not known: `why` says what is missing. */
export function maybe(what: string, why: string): Answer {
  return { is: 'maybe', unknowns: [{ what, why, could: 'either' }], uses: [] };
}

/** Whether it holds for sure: what is unknown or assumed never excuses and never lowers. */
export function isCertain(one: Answer): boolean {
  return one.is === 'yes' && one.unknowns.length === 0;
}

/** Whether all of them hold; asks no further than the first that does not. */
export function all(questions: Iterable<Answer>): Answer {
  let is: Answer['is'] = 'yes';
  let uses: readonly FactKind[] = [];
  let unknowns: readonly Unknown[] = [];
  for (const one of questions) {
    uses = joinUses(uses, one.uses);
    if (one.is === 'no') return { is: 'no', unknowns: [], uses };
    if (one.is === 'maybe') is = 'maybe';
    if (one.unknowns.length > 0) unknowns = [...unknowns, ...one.unknowns];
  }
  return is === 'yes' && unknowns.length === 0 && uses.length === 0 ? yes : { is, unknowns, uses };
}

/** Whether any of them holds; a sure one outweighs one that may. */
export function any(questions: Iterable<Answer>): Answer {
  let best = no;
  let uses: readonly FactKind[] = [];
  for (const one of questions) {
    if (isCertain(one)) return one;
    uses = joinUses(uses, one.uses);
    if (rank[one.is] > rank[best.is]) best = one;
  }
  return uses === best.uses ? best : { ...best, uses };
}

/** The kinds of facts in either. */
export function joinUses(a: readonly FactKind[], b: readonly FactKind[]): readonly FactKind[] {
  if (b.length === 0 || a === b) return a;
  return a.length === 0 ? b : [...new Set([...a, ...b])].sort();
}

const rank = { no: 0, maybe: 1, yes: 2 } as const;
