import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import type { Turn } from './give-back.ts';
import type { Known } from './know.ts';
import { lastLook } from './last-look.ts';
import type { Performing } from './performing.ts';
import { settleAnswer } from './settle-answer.ts';
import { withdraw } from './withdraw.ts';

/** A call that is announced. */
export interface Calling {
  readonly order: Ec2Order;
  /** The row as it was before the announcement. */
  readonly before: ActionRow;
  /** Digest of the policy that it was decided by. */
  readonly policy: string;
  /** What was known when it was decided on; `null` for what has to be given back whatever is known. */
  readonly known: Known | null;
  /** Its answer is learnt from the record that it left. */
  readonly how?: 'learned';
}

/** Makes an announced call, if nothing has come to stand against it since, and settles what it is answered. */
export async function call(now: Performing, calling: Calling): Promise<Turn> {
  const { order, policy, before } = calling;
  const { reverter, settings } = now.parts;
  const against = await lastLook(now, order, policy);
  if (against !== null) return withdraw(now, order, before, against);
  const performed = await reverter.perform(order, { dry: false, timeout: settings.callTimeout });
  return settleAnswer(now, calling, performed);
}
