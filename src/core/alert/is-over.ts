import type { Alert } from './alert.ts';

/** Whether what a message is about has come to an end: nothing is left to do about it. */
export function isOver({ state }: Pick<Alert, 'state'>): boolean {
  return state === 'closed' || state === 'accepted';
}
