import type { Instant } from '../../core/leaf/instant.ts';
import { writeTags } from './calls/tag-specification.ts';
import type { ManagedPrefixList } from './shape.ts';
import { arnOf, type Ec2State, type HeldEntry, type HeldList } from './state.ts';

/** A prefix list as it stands at a moment, in the SDK's spelling. */
export function writeList(state: Ec2State, list: HeldList, at: Instant): ManagedPrefixList {
  const failed = at >= list.settlesAt && list.failure !== null;
  return {
    PrefixListId: list.id,
    PrefixListName: list.name,
    AddressFamily: list.family,
    State: `${list.doing}-${at < list.settlesAt ? 'in-progress' : failed ? 'failed' : 'complete'}`,
    ...(failed ? { StateMessage: list.failure } : {}),
    PrefixListArn: arnOf(state, 'prefix-list', list.id),
    MaxEntries: list.maxEntries,
    Version: versionAt(list, at),
    Tags: writeTags(list.tags),
    OwnerId: state.account,
  };
}

/** The answer to an edit: it has only begun, whatever it will come to. */
export function writeListBegun(state: Ec2State, list: HeldList): ManagedPrefixList {
  const { StateMessage: _, ...shape } = writeList(state, list, list.settlesAt - 1);
  return { ...shape, State: `${list.doing}-in-progress`, Version: list.versionBefore };
}

/** The version in force at a moment. */
export function versionAt(list: HeldList, at: Instant): number {
  return at < list.settlesAt ? list.versionBefore : list.versions.length;
}

/** The entries of a version, `null` where the list never had it. */
export function entriesOf(list: HeldList, version: number): readonly HeldEntry[] | null {
  return list.versions[version - 1] ?? null;
}

/** A list that was deleted, and whose deletion has come through. */
export function isGone(list: HeldList, at: Instant): boolean {
  return list.doing === 'delete' && list.failure === null && at >= list.settlesAt;
}
