import type { AlertState } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';

/**
 * How what a message is about stands: by its incidents where there are any. Closed only when every one is; accepted when
 * all of them closed so.
 */
export function stateOf(
  parts: Pick<AlertParts, 'row' | 'incidents' | 'violations' | 'actions' | 'questions'>,
): AlertState {
  const { row, incidents, violations, actions, questions } = parts;
  if (questions.some(({ state }) => state === 'waiting')) return 'waiting';
  const isActing = actions.some(({ state }) => state === 'due' || state === 'acting' || state === 'verifying');
  if (incidents.length === 0) return isActing ? 'acting' : 'told';
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  if (open.length === 0) {
    const ids = new Set(incidents.map(({ id }) => id));
    const own = violations.filter(({ incident }) => ids.has(incident));
    return own.length > 0 && own.every(({ state }) => state === 'accepted') ? 'accepted' : 'closed';
  }
  if (isActing) return 'acting';
  return row.acknowledged === null ? 'open' : 'acknowledged';
}
