import type { Trial } from '../trial.ts';
import { type Closed, judgeClosed } from './closed.ts';
import { judgeHands } from './hands-off.ts';
import { judgeLedger } from './judge-ledger.ts';
import { judgeRest } from './judge-rest.ts';

/** What the judge found in a history. */
export interface Judgement {
  readonly broken: readonly string[];
  readonly closed: Closed;
}

/**
 * Judges a history by what really happened and by what the ledger says, and by nothing that the product computes. Where
 * nothing went wrong from outside, all that can be enforced must have been.
 */
export async function judge(trial: Trial): Promise<Judgement> {
  const closed = judgeClosed(trial);
  const unclosed = trial.script.climate === 'calm' ? closed.open : [];
  return {
    broken: [...judgeHands(trial), ...(await judgeLedger(trial)), ...(await judgeRest(trial)), ...unclosed],
    closed,
  };
}
