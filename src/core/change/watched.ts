import { associationCalls } from './associations.ts';
import { ec2AttachCalls } from './attach-ec2.ts';
import { serviceAttachCalls } from './attach-services.ts';
import type { WatchedCall } from './call.ts';
import { classicGroupCalls } from './classic-groups.ts';
import { groupCalls } from './groups.ts';
import { listCalls } from './lists.ts';
import { ruleCalls } from './rules.ts';
import { tagCalls } from './tags.ts';

/** Every call that is watched: the only list of them (`docs/watched-calls.md` and the archive reader's filter follow). */
export const watchedCalls: readonly WatchedCall[] = [
  ...ruleCalls,
  ...groupCalls,
  ...tagCalls,
  ...listCalls,
  ...associationCalls,
  ...ec2AttachCalls,
  ...serviceAttachCalls,
  ...classicGroupCalls,
];

/** The names of the watched calls of these tiers: what a reader of archives looks for. */
export function watchedNames(tiers: readonly WatchedCall['tier'][]): ReadonlySet<string> {
  return new Set(watchedCalls.filter((each) => tiers.includes(each.tier)).map((each) => each.call));
}

/** The watched call of a record, by service and name (names alone are shared: CreateCluster, CreateTags, CreateLoadBalancer). */
export function watchedCall(service: string, call: string): WatchedCall | null {
  return byKey.get(`${service}:${call}`) ?? null;
}

const byKey = new Map(watchedCalls.map((each) => [`${each.service}:${each.call}`, each]));
