import { approve as approvePlan } from '../../../flow/live/orders/approve.ts';
import { deny as denyPlan } from '../../../flow/live/orders/deny.ts';
import { Complaint } from '../complaint.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { findAsk } from './find-ask.ts';
import { openDesk, orderingOf } from './open-desk.ts';

/** `approve`: says yes to a plan that waits for people. */
export const approve: Run = (args, options, terminal) => answer('approve', args, options, terminal);

/** `deny`: says no to it. */
export const deny: Run = (args, options, terminal) => answer('deny', args, options, terminal);

async function answer(
  word: 'approve' | 'deny',
  ...[[asked = ''], options, terminal]: Parameters<Run>
): Promise<number> {
  if (options.as === undefined) throw new Complaint(`expected who says so: \`--as <person>\``);
  const desk = await openDesk(options, terminal);
  const order = word === 'approve' ? approvePlan : denyPlan;
  return await carryOut(desk, { options, terminal, what: word }, async () => {
    const { hash } = await findAsk(desk.store, asked);
    const reason = word === 'approve' ? 'agreed' : 'not agreed';
    return await order(desk.parts, { ...orderingOf({ reason, ...options }, [word, hash], terminal), hash });
  });
}
