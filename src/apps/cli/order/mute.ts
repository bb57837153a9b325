import { mute as muteTelling } from '../../../flow/live/orders/mute.ts';
import { unmute as unmuteTelling } from '../../../flow/live/orders/unmute.ts';
import { Complaint } from '../complaint.ts';
import type { Run } from '../verbs.ts';
import { carryOut } from './carry-out.ts';
import { findGroup } from './find-group.ts';
import { openDesk, orderingOf } from './open-desk.ts';
import { untilOf } from './until-of.ts';

/** `mute`: what fits is not told at once any more, until an end; it is judged, acted upon and counted as ever. */
export const mute: Run = async (_args, options, terminal) => {
  const { account = null, check = null, group, owner } = options;
  const ordering = orderingOf(options, ['mute', check ?? '', group ?? '', account ?? ''], terminal);
  const desk = await openDesk(options, terminal);
  return await carryOut(desk, { options, terminal, what: 'mute' }, async () => {
    const place = group === undefined ? null : await findGroup(desk, group);
    const until = untilOf(options, desk.now());
    const about = { check, group: place?.group ?? null, account, owner: owner ?? ordering.person, until };
    return await muteTelling(desk.parts, { ...ordering, ...about });
  });
};

/** `unmute`: ends a mute before its time. */
export const unmute: Run = async ([asked = ''], options, terminal) => {
  const ordering = orderingOf({ reason: 'as before', ...options }, ['unmute', asked], terminal);
  const desk = await openDesk(options, terminal, { judges: false });
  return await carryOut(desk, { options, terminal, what: 'unmute' }, async () => {
    const wanted = asked.startsWith('mut_') ? asked : `mut_${asked}`;
    const rows = await desk.store.rows('mute', wanted, 50);
    const found = rows.map(({ key }) => key).filter((key) => key.startsWith(wanted));
    if (asked === '' || found.length !== 1) {
      const many = found.length > 1 && asked !== '' ? `${found.length} mutes begin so` : 'there is none';
      throw new Complaint(`expected a mute, \`mut_…\` as \`mutes\` tells them, got \`${asked}\`: ${many}`);
    }
    return await unmuteTelling(desk.parts, { ...ordering, mute: found[0]! });
  });
};
