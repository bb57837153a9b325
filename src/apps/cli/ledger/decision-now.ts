import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Decision, ResponseStep } from '../../../core/plan/decision.ts';
import type { ActionRow } from '../../../flow/live/tables.ts';
import type { Ended, LedgerOutline, Stored } from './read-ledger.ts';

/** A decision of a ledger as of now: with its newest verdict, and with what became of each step of its response. */
export function decisionNow({ decision }: Stored, { actions, actionsFor, ended, revised }: LedgerOutline): Decision {
  const verdict = revised.get(decision.id) ?? decision.verdict;
  const own = actionsFor.get(decision.id) ?? [];
  const steps = decision.response?.steps.map((step): ResponseStep => {
    const mine = actions.get(step.id) ?? own.find(({ intent }) => matches(step, intent.do)) ?? null;
    return { ...step, ...progressOf(mine, ended.get(mine?.intent.action ?? step.id) ?? null) };
  });
  return {
    ...decision,
    ...(verdict === undefined ? {} : { verdict }),
    ...(decision.response === undefined || steps === undefined ? {} : { response: { ...decision.response, steps } }),
  };
}

/** A question is answered by the action that was approved. */
function matches({ do: wanted }: ResponseStep, did: string): boolean {
  return wanted === did || wanted === 'ask';
}

function progressOf(
  action: ActionRow | null,
  end: Ended | null,
): Pick<ResponseStep, 'state' | 'why' | 'verifiedAt'> | null {
  if (end !== null && isEnd(end.state))
    return { state: end.state, why: end.why, verifiedAt: end.state === 'verified' ? writeInstant(end.at) : null };
  if (action === null) return null;
  const { state, why } = action;
  const running = state === 'acting' || state === 'verifying';
  return { state: running ? 'running' : state === 'due' ? 'planned' : state, why, verifiedAt: null };
}

function isEnd(state: string): state is Exclude<ResponseStep['state'], 'would' | 'planned' | 'waiting' | 'running'> {
  return ['verified', 'partly', 'failed', 'refused', 'superseded', 'gone', 'undone'].includes(state);
}
