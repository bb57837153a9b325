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
  const { ran } = trial;
  if (!ran.isOver) return { broken: [sayRestless(trial)], closed: { enforceable: 0, closed: 0, open: [] } };
  const closed = judgeClosed(trial);
  const unclosed = trial.script.climate === 'calm' ? closed.open : [];
  return {
    broken: [...judgeHands(trial), ...(await judgeLedger(trial)), ...(await judgeRest(trial)), ...unclosed],
    closed,
  };
}

/** A history that goes on and on, with the tasks that were written for most often. */
function sayRestless({ ran, answers }: Trial): string {
  const counts = new Map<string, number>();
  for (const { effects } of answers)
    for (const { task } of [...(effects.held ?? []), ...(effects.finished ?? []), ...(effects.failed ?? [])])
      counts.set(task, (counts.get(task) ?? 0) + 1);
  const most = [...counts].sort(([, one], [, other]) => other - one).slice(0, 3);
  const tasks = most.map(([task, times]) => `${times} commits for ${task}`).join(', ');
  return `the history never came to rest: ${ran.steps} steps, ${tasks}`;
}
