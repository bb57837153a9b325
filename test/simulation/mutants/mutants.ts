import type { Mutation } from '../mutation.ts';
import { ignoreAnswer, restoreRevokesFirst, revokeByTuple } from './broken-calls.ts';
import { ignoreFence, looseCap, sweepWithoutClaim, undoWithoutGrant } from './broken-commits.ts';
import { skipReRead } from './broken-reads.ts';
import { ackFirst, failedAsDone, oneRead, ownByRole } from './broken-watch.ts';

/** The twelve ways to get it wrong that the judge has to see. */
export const mutants: readonly Mutation[] = [
  ...[skipReRead, revokeByTuple, ignoreAnswer, looseCap, ignoreFence, ackFirst],
  ...[ownByRole, failedAsDone, restoreRevokesFirst, undoWithoutGrant, oneRead, sweepWithoutClaim],
];

/** A mutant by name; `null` is the product itself. */
export function mutantNamed(name: string | null): Mutation | null {
  if (name === null) return null;
  const found = mutants.find((each) => each.name === name);
  if (found === undefined)
    throw new Error(`expected one of ${mutants.map((each) => each.name).join(', ')}, got \`${name}\``);
  return found;
}
