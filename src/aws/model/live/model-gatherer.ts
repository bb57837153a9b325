import type { Clock, Gatherer } from '../../../contracts/live.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { createGatherer } from '../../gather/gatherer.ts';
import type { Caller } from '../caller.ts';
import { ownCaller } from './model-reverter.ts';
import type { World } from './world.ts';

/** Reads from the EC2 model as somebody (default: a role of ours that only reads). `clock` is the reader's own. */
export function modelGatherer(
  world: Pick<World, 'client'>,
  clock: Pick<Clock, 'now'>,
  caller: (site: Site) => Caller = (site) => reader(site, clock),
): Gatherer {
  return createGatherer(world.client(caller), clock);
}

function reader(site: Site, clock: Pick<Clock, 'now'>): Caller {
  const role = `arn:aws:iam::${site.account}:role/PortcullisRead`;
  return ownCaller({ role, name: 'portcullis-gatherer' }, site, clock);
}
