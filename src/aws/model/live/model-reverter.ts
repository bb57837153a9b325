import type { Clock, Reverter } from '../../../contracts/live.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { createReverter, type OwnRoles, type OwnSession } from '../../revert/reverter.ts';
import type { Caller } from '../caller.ts';
import { assumedRole } from '../record/identity.ts';
import { modelRoles, nameOf } from './own-roles.ts';
import type { World } from './world.ts';

/** Writes to the EC2 model, under sessions of our own roles; the records of them come like anybody's. */
export function modelReverter(
  world: Pick<World, 'client'>,
  clock: Pick<Clock, 'now'>,
  roles: OwnRoles = modelRoles,
): Reverter {
  return createReverter((session) => world.client((site) => ownCaller(session, site, clock)), roles);
}

/** Us, as CloudTrail tells it. */
export function ownCaller({ role, name }: OwnSession, site: Site, clock: Pick<Clock, 'now'>): Caller {
  const path = /:role(\/(?:.*\/)?)[^/]+$/.exec(role)?.[1] ?? '/';
  const identity = assumedRole(site.account, { role: nameOf(role), session: name, at: clock.now(), path });
  return { identity, userAgent: ownUserAgent, from: '192.0.2.10' };
}

const ownUserAgent =
  'aws-sdk-js/3.900.0 ua/2.1 os/linux#6.8 lang/js md/nodejs#24.11.0 api/ec2#3.900.0 app/portcullis m/E,n';
