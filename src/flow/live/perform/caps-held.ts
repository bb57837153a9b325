import { capsFor } from '../../../core/plan/act/caps-for.ts';
import type { ActionRow } from '../tables.ts';
import type { Performing } from './performing.ts';

/** Whether a call of an action came through, or may have. */
export function mayHaveActed({ last, pending }: Pick<ActionRow, 'last' | 'pending'>): boolean {
  return last !== undefined || pending !== null;
}

/** The uses of caps that an action may hold, to be given back: who has done nothing has used up nothing. */
export function capsOf({ parts, row }: Performing): readonly { readonly name: string; readonly by: string }[] {
  return capsFor(row.intent, parts.policy().policy, parts.clock.now()).map(({ name, by }) => ({ name, by }));
}
