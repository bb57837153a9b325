import type { Caller, Fields } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Said } from '../scene.ts';
import type { Random } from '../seeded.ts';

/** A call that leaves the perimeter alone. */
export type Chore = Omit<Said, 'site' | 'by'>;

/** Something that calls AWS again and again, wherever it runs. */
export interface Habit {
  /** How often it turns up, beside the others. */
  readonly weight: number;
  readonly runsAt: (site: Site) => boolean;
  readonly by: (site: Site, random: Random) => Caller;
  /** The calls of one session; the session repeats them. */
  readonly chores: (site: Site, random: Random) => readonly Chore[];
}

/** A call that only looks. */
export function look(service: string, name: string, request: unknown = null): Chore {
  return { service, name, request, readOnly: true };
}

/** A call that changes something outside the perimeter. */
export function act(service: string, name: string, request: unknown, response: unknown = null): Chore {
  return { service, name, request, response };
}

/** The resource that a record names beside its parameters. */
export function resource(site: Site, type: string, arn: string): Fields {
  return { accountId: site.account.id, type, ARN: arn };
}

export const everywhere = (): boolean => true;

/** Sites in which something of the shop runs; the rest are only looked at. */
export function isBusy(site: Site): boolean {
  return site.region !== 'ap-southeast-2';
}
