import type { Decision } from '../plan/decision.ts';
import { severities } from '../policy/scale.ts';
import type { Verdict } from '../verdict/verdict.ts';
import type { AlertParts } from './alert-parts.ts';

/** What a message shows of the decisions it is about: the worst, some others, and how many more. */
export interface ShownDecisions {
  readonly first: Decision | null;
  readonly others: readonly Decision[];
  /** How many decisions of the message are not shown. */
  readonly more: number;
  /** Whether all decisions that are known are of calls that changed nothing. */
  readonly refused: boolean;
}

/** The worst decisions of a message, in the order in which the message names them where they are alike. */
export function shownOf({ row, decisions }: Pick<AlertParts, 'row' | 'decisions'>, most = 3): ShownDecisions {
  const order = [...row.message.decisions, ...row.message.joined];
  const told = new Set(order);
  const sorted = decisions
    .map((decision) => ({ decision, place: order.indexOf(decision.id) }))
    .sort((a, b) => rankOf(b.decision.verdict) - rankOf(a.decision.verdict) || a.place - b.place)
    .map(({ decision }) => decision);
  for (const { id } of decisions) told.add(id);
  const [first = null, ...rest] = sorted;
  const others = rest.slice(0, most - 1);
  const refused = decisions.every(({ call }) => call.result === 'failed');
  return { first, others, refused, more: told.size - others.length - (first === null ? 0 : 1) };
}

/** How bad a decision is beside others: the worst has the highest. One without a verdict comes last. */
export function rankOf(verdict: Pick<Verdict, 'ruling' | 'severity'> | undefined): number {
  return verdict === undefined ? -1 : severities.indexOf(verdict.severity) + (verdict.ruling === 'breach' ? 0.5 : 0);
}
