import { allow as allowOpening } from '../../../flow/live/orders/allow.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { findGroup } from './find-group.ts';
import { openDesk, orderingOf } from './open-desk.ts';
import { readOpening } from './read-opening.ts';
import { spanOf } from './undo.ts';

/** `allow`: permits one opening of a group for a while; it opens nothing by itself, and ends by itself. */
export const allow: Run = async ([asked = ''], options, terminal) => {
  const rule = readOpening(options);
  const span = spanOf(options.for);
  const ordering = orderingOf(options, ['allow', asked, JSON.stringify(rule)], terminal);
  const desk = await openDesk(options, terminal);
  const whom = options.whom === undefined ? {} : { for: options.whom };
  return await carryOut(desk, { options, terminal, what: 'allow' }, async () => {
    const place = await findGroup(desk, asked);
    return await allowOpening(desk.parts, { ...ordering, ...place, ...whom, rules: [rule], until: desk.now() + span });
  });
};
