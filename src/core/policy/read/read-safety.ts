import type { Json } from '../../leaf/canonical.ts';
import { type Joined, type Section, saidOf } from '../join.ts';
import type { Grants, Rate, Safety } from '../policy.ts';
import { type Mode, modes, type PerEnvironment, severities } from '../scale.ts';
import { readRate, readSpan } from '../span.ts';
import { type Tell, within } from '../tell.ts';
import { membersOf, numberAt, textsOf, valueAt } from './plain-value.ts';
import { actorsNamed } from './read-condition.ts';
import { readPerEnvironment } from './read-per-environment.ts';
import type { Sets } from './read-sets.ts';

/** What is done where a policy does not say: nothing, and little even when it may. */
const usualSafety: Safety = {
  mode: { else: 'observe' },
  neverTouch: { groups: [], tags: {}, setBy: [] },
  caps: {
    group: { count: 3, per: 3_600_000 },
    actor: { count: 10, per: 3_600_000 },
    account: { count: 20, per: 3_600_000 },
    reserveFor: ['critical'],
  },
};

/** Reads what may be done to groups at all. */
export function readSafety(joined: Joined, sets: Sets, tell: Tell): Safety {
  const value = (section: Section, id: string) => saidOf(joined, section, id)?.value;
  const rate = (id: string, usual: Rate): Rate => {
    const found = value('safety.caps', id);
    return typeof found === 'string' ? (readRate(found) ?? usual) : usual;
  };
  const mode = value('safety', 'mode');
  const setBy = saidOf(joined, 'safety.never_touch', 'set_by');
  const reserved = value('safety.caps', 'reserve_for');
  const tags = membersOf(value('safety.never_touch', 'tags'));
  return {
    mode: mode === undefined ? usualSafety.mode : readModes(mode),
    neverTouch: {
      groups: textsOf(value('safety.never_touch', 'groups')),
      tags: Object.fromEntries(tags.map(([key, one]) => [key, textsOf(one)])),
      setBy: setBy === null ? [] : actorsNamed(textsOf(setBy.value), within(setBy), sets, tell),
    },
    caps: {
      group: rate('group', usualSafety.caps.group),
      actor: rate('actor', usualSafety.caps.actor),
      account: rate('account', usualSafety.caps.account),
      reserveFor:
        reserved === undefined
          ? usualSafety.caps.reserveFor
          : severities.filter((word) => textsOf(reserved).includes(word)),
    },
  };
}

function readModes(value: Json): PerEnvironment<Mode> {
  return readPerEnvironment<Mode>(value, (one) => modes.find((word) => word === one) ?? 'observe', 'observe');
}

/** What is granted where a policy does not say: a day at most, by the owner's leave, who is not the one that asks. */
const usualGrants: Grants = {
  max: 86_400_000,
  approve: { else: { from: ['owner'], count: 1, not: ['requester'] } },
};

/** Reads how long and by whose leave short permissions may be given. */
export function readGrants(joined: Joined): Grants {
  const max = saidOf(joined, 'grants', 'max')?.value;
  const approve = saidOf(joined, 'grants', 'approve')?.value;
  const leave = (one: Json): Grants['approve']['else'] => ({
    from: textsOf(valueAt(one, 'from')),
    count: numberAt(one, 'count') ?? 1,
    not: textsOf(valueAt(one, 'not')),
  });
  return {
    max: typeof max === 'string' ? (readSpan(max) ?? usualGrants.max) : usualGrants.max,
    approve: approve === undefined ? usualGrants.approve : readPerEnvironment(approve, leave, usualGrants.approve.else),
  };
}
