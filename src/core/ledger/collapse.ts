import type { Change } from '../change/change.ts';
import { isEmpty } from '../reach/algebra.ts';
import type { Trace } from './trace.ts';

/**
 * Gathers what one actor did to the rules of one group in one go, so that Terraform's replacement of forty rules, or a
 * console save that is a Modify, a Revoke and an Authorize, is told as its net effect. One go: the same principal and
 * session, never more than a minute between two calls, and nothing else in between that moved the group's reach.
 * Attempts stand alone; they moved nothing, so they part nothing.
 */
export function collapse(traces: readonly Trace[]): readonly (readonly Trace[])[] {
  const acts: Trace[][] = [];
  let open: Trace[] | null = null;
  for (const trace of traces) {
    if (open !== null && joins(open.at(-1)!, trace)) open.push(trace);
    else {
      acts.push([trace]);
      if (moves(trace)) open = acts.at(-1)!;
    }
  }
  return acts;
}

/** Whether it is work on rules, or moved the group's reach in another way: by a list, or unseen. */
function moves({ change, delta, opened, closed }: Trace): boolean {
  if (change !== null && isRuleWork(change)) return change.kind !== 'described';
  return delta.added.length + delta.removed.length > 0 || delta.unknown || !isEmpty(opened) || !isEmpty(closed);
}

function joins(previous: Trace, next: Trace): boolean {
  const [one, other] = [previous.change, next.change];
  if (one === null || other === null || !isRuleWork(one) || !isRuleWork(other)) return false;
  return next.at - previous.at <= together && actorKey(one) === actorKey(other);
}

/** Milliseconds. */
const together = 60_000;

function isRuleWork(change: Change): boolean {
  if (change.record.result !== 'applied') return false;
  return /^(rules-|described|group-created)/.test(change.kind);
}

function actorKey(change: Change): string {
  const { principal, session, accessKey } = change.record.actor;
  return JSON.stringify([principal, session, accessKey]);
}
