import { acknowledge } from '../../../flow/live/orders/acknowledge.ts';
import { comment } from '../../../flow/live/orders/comment.ts';
import type { IncidentOrder } from '../../../flow/live/orders/find-incident.ts';
import type { Ordered } from '../../../flow/live/orders/ordered.ts';
import { resolve } from '../../../flow/live/orders/resolve.ts';
import { Complaint } from '../complaint.ts';
import { carryOut } from '../order/carry-out.ts';
import { type Desk, openDesk, orderingOf } from '../order/open-desk.ts';
import type { Run } from '../verbs.ts';
import { findIncident } from './find-incident.ts';

/** `incidents acknowledge`: somebody sees to it; nobody else is told because nobody answered. */
export const acknowledgeVerb: Run = (args, options, terminal) =>
  attend('acknowledge', [args, { reason: 'seen', ...options }, terminal], ({ parts }, order) =>
    acknowledge(parts, order),
  );

/** `incidents comment`: something said about it. */
export const commentVerb: Run = (args, options, terminal) =>
  attend('comment', [args, options, terminal], ({ parts }, order) => comment(parts, order));

/** `incidents resolve`: ends what has nothing that stands, with a reason. */
export const resolveVerb: Run = (args, options, terminal) => {
  const { noise, worth } = options;
  if (noise && worth) throw new Complaint('expected one of `--noise` and `--worth`, got both');
  const said = noise ? { noise: true } : worth ? { noise: false } : {};
  return attend('resolve', [args, options, terminal], ({ parts }, order) => resolve(parts, { ...order, ...said }));
};

async function attend(
  what: 'acknowledge' | 'comment' | 'resolve',
  [[asked = '', ...more], options, terminal]: Parameters<Run>,
  give: (desk: Desk, order: IncidentOrder) => Promise<Ordered>,
): Promise<number> {
  if (more.length > 0) throw new Complaint(`expected one incident, got \`${more[0]}\` as well`);
  const ordering = orderingOf(options, [what, asked], terminal);
  const desk = await openDesk(options, terminal, { judges: what === 'resolve' });
  return await carryOut(desk, { options, terminal, what }, async () => {
    const isMessage = what === 'acknowledge' && asked.startsWith('msg_');
    const incident = isMessage ? asked : await findIncident(desk.store, asked);
    return await give(desk, { ...ordering, incident });
  });
}
