import { stop as stopActing } from '../../../flow/live/orders/stop.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { openDesk, orderingOf } from './open-desk.ts';

/** `stop`: the kill switch. From then on no call of ours begins. */
export const stop: Run = async (_args, options, terminal) => {
  const ordering = orderingOf(options, ['stop'], terminal);
  const desk = await openDesk(options, terminal);
  return await carryOut(desk, { options, terminal, what: 'stop' }, () => stopActing(desk.parts, ordering));
};
