import type { Clock, Gatherer, Reverter } from '../../contracts/live.ts';
import { createGatherer } from '../gather/gatherer.ts';
import { createReverter, type OwnRoles } from '../revert/reverter.ts';
import type { AwsClients } from './aws-clients.ts';

/** Live reads from AWS: of single things before sweeps. */
export function awsGatherer(
  { reads, sweeps }: Pick<AwsClients, 'reads' | 'sweeps'>,
  clock: Pick<Clock, 'now'>,
): Gatherer {
  return { ...createGatherer(reads, clock), perimeter: createGatherer(sweeps, clock).perimeter };
}

/** Writes to AWS, each in a session of one of our two roles. */
export function awsReverter({ as }: Pick<AwsClients, 'as'>, roles: OwnRoles): Reverter {
  return createReverter(as, roles);
}
