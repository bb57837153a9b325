import { resume as resumeActing } from '../../../flow/live/orders/resume.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { openDesk, orderingOf } from './open-desk.ts';

/** `resume`: takes the kill switch back. */
export const resume: Run = async (_args, options, terminal) => {
  const ordering = orderingOf({ reason: 'as before', ...options }, ['resume'], terminal);
  const desk = await openDesk(options, terminal);
  return await carryOut(desk, { options, terminal, what: 'resume' }, () => resumeActing(desk.parts, ordering));
};
