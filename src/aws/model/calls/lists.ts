import { canonicalCidr } from '../../../core/net/cidr.ts';
import type { Ec2Action, Ec2Request, Ec2Result } from '../call.ts';
import { findList } from '../find.ts';
import { takeId } from '../ids.ts';
import { entriesOf, isGone, versionAt, writeList, writeListBegun } from '../list-shape.ts';
import { isOverfull } from '../quota.ts';
import { isRefused, type Refused, refuse } from '../refusal.ts';
import type { PrefixListEntry } from '../shape.ts';
import type { Site, Transition } from '../site.ts';
import { type Ec2State, type HeldEntry, type HeldList, withHeld } from '../state.ts';
import { readTags } from './tag-specification.ts';

type List<A extends Ec2Action> = Transition<Ec2Request<A>, Ec2Result<A>>;

/** Entries that one request may add, and that it may take away. */
const mostPerRequest = 100;

/** CreateManagedPrefixList: version 1, with as many entries as `MaxEntries` at most. */
export const createList: List<'CreateManagedPrefixList'> = (state, request, site) => {
  const { PrefixListName: name, MaxEntries: maxEntries, AddressFamily: family, Entries = [] } = request;
  if (family !== 'IPv4' && family !== 'IPv6')
    return refuse('InvalidParameterValue', `The address family '${family}' is invalid.`);
  if (maxEntries < 1 || maxEntries > site.quotas.entriesPerList)
    return refuse('InvalidParameterValue', `Invalid value '${maxEntries}' for MaxEntries.`);
  if (name.startsWith('com.amazonaws'))
    return refuse('InvalidParameterValue', 'The prefix list name cannot start with com.amazonaws.');
  const live = [...state.lists.values()].filter((each) => !isGone(each, site.at));
  if (live.length >= site.quotas.lists) return refuse('PrefixListLimitExceeded');
  const entries = addEntries([], Entries, family);
  if (isRefused(entries)) return entries;
  if (entries.length > maxEntries) return refuse('PrefixListMaxEntriesExceeded', String(maxEntries));
  const tags = readTags(request.TagSpecifications, 'prefix-list', site.quotas.tags);
  if (isRefused(tags)) return tags;
  const [id, next] = takeId(state, 'pl');
  const settlesAt = site.at + site.listDelay;
  const begun = { doing: 'create', settlesAt, versionBefore: 1, failure: null } as const;
  return answer(next, { id, name, family, maxEntries, versions: [entries], tags, ...begun });
};

/**
 * ModifyManagedPrefixList: entries make a new version, a name does not; the size cannot change together with entries, and
 * fails later, with a message in the state, when a group that names the list has no room (EC2 API reference,
 * ModifyManagedPrefixList). `CurrentVersion` guards against another's edit where it is given.
 */
export const modifyList: List<'ModifyManagedPrefixList'> = (state, request, site) => {
  const list = findFreeList(state, site, request.PrefixListId);
  if (isRefused(list)) return list;
  const { AddEntries = [], RemoveEntries = [], MaxEntries, CurrentVersion } = request;
  const edits = AddEntries.length + RemoveEntries.length > 0;
  if (edits && MaxEntries !== undefined) {
    const both =
      'You cannot modify the entries and the maximum number of entries for the prefix list in the same request.';
    return refuse('InvalidParameterCombination', both);
  }
  if (CurrentVersion !== undefined && CurrentVersion !== versionAt(list, site.at))
    return refuse('PrefixListVersionMismatch');
  const named = { ...list, name: request.PrefixListName ?? list.name };
  if (MaxEntries !== undefined) return resize(state, site, named, MaxEntries);
  if (edits) return editEntries(state, site, named, AddEntries, RemoveEntries);
  const renamed: HeldList = { ...named, doing: 'modify', settlesAt: site.at, versionBefore: list.versions.length };
  return { state: withHeld(state, 'lists', renamed), result: { PrefixList: writeList(state, renamed, site.at) } };
};

/** RestoreManagedPrefixListVersion: the entries of an earlier version become a new one. */
export const restoreList: List<'RestoreManagedPrefixListVersion'> = (state, request, site) => {
  const list = findFreeList(state, site, request.PrefixListId);
  if (isRefused(list)) return list;
  if (request.CurrentVersion !== versionAt(list, site.at)) return refuse('PrefixListVersionMismatch');
  const entries = entriesOf(list, request.PreviousVersion);
  if (entries === null)
    return refuse('InvalidParameterValue', `The prefix list version ${request.PreviousVersion} does not exist.`);
  if (entries.length > list.maxEntries) return refuse('PrefixListMaxEntriesExceeded', String(list.maxEntries));
  return answer(state, begin(list, site, 'restore', { versions: [...list.versions, entries] }));
};

/** DeleteManagedPrefixList: accepted at once; it fails later when a rule still names the list, which then stays. */
export const deleteList: List<'DeleteManagedPrefixList'> = (state, request, site) => {
  const list = findFreeList(state, site, request.PrefixListId);
  if (isRefused(list)) return list;
  const users = groupsNaming(state, list.id);
  const failure = users.length === 0 ? null : `The prefix list is used by: ${users.slice(0, 10).join(', ')}`;
  return answer(state, begin(list, site, 'delete', { failure }));
};

function findFreeList(state: Ec2State, site: Site, id: string): HeldList | Refused {
  const list = findList(state, site, id);
  if (isRefused(list) || site.at >= list.settlesAt) return list;
  return refuse('IncorrectState', `The prefix list ${id} is in an incorrect state: ${list.doing}-in-progress`);
}

function resize(state: Ec2State, site: Site, list: HeldList, maxEntries: number) {
  const held = list.versions.at(-1)!.length;
  if (maxEntries < held || maxEntries > site.quotas.entriesPerList)
    return refuse('InvalidParameterValue', `Invalid value '${maxEntries}' for MaxEntries.`);
  const grown = begin(list, site, 'modify', { maxEntries });
  const after = withHeld(state, 'lists', grown);
  const full = groupsNaming(state, list.id).filter((id) =>
    isOverfull(after, state.groups.get(id)!, site.quotas.rulesPerDirection),
  );
  if (full.length === 0) return answer(state, grown);
  const failure = `The following resources do not support the new maximum size: ${full.slice(0, 10).join(', ')}`;
  return answer(state, begin(list, site, 'modify', { failure }));
}

function editEntries(
  state: Ec2State,
  site: Site,
  list: HeldList,
  add: readonly PrefixListEntry[],
  remove: readonly { readonly Cidr: string }[],
) {
  if (add.length > mostPerRequest || remove.length > mostPerRequest) {
    const most = `A request cannot contain more than ${mostPerRequest} entry additions or removals.`;
    return refuse('InvalidParameterValue', most);
  }
  const old = list.versions.at(-1)!;
  const gone = new Set<string>();
  for (const { Cidr } of remove) {
    const cidr = canonicalCidr(Cidr) ?? Cidr;
    if (!old.some((entry) => entry.cidr === cidr))
      return refuse('InvalidPrefixListModification', `The entry ${Cidr} does not exist.`);
    gone.add(cidr);
  }
  const both = add.find(({ Cidr }) => gone.has(canonicalCidr(Cidr) ?? Cidr));
  if (both !== undefined)
    return refuse('InvalidPrefixListModification', `The entry ${both.Cidr} is both added and removed.`);
  const entries = addEntries(
    old.filter(({ cidr }) => !gone.has(cidr)),
    add,
    list.family,
  );
  if (isRefused(entries)) return entries;
  if (entries.length > list.maxEntries) return refuse('PrefixListMaxEntriesExceeded', String(list.maxEntries));
  return answer(state, begin(list, site, 'modify', { versions: [...list.versions, entries] }));
}

function addEntries(
  old: readonly HeldEntry[],
  add: readonly PrefixListEntry[],
  family: HeldList['family'],
): readonly HeldEntry[] | Refused {
  const entries = [...old];
  for (const { Cidr, Description = null } of add) {
    const cidr = canonicalCidr(Cidr);
    if (cidr === null || cidr.includes(':') !== (family === 'IPv6'))
      return refuse('InvalidParameterValue', `The CIDR '${Cidr}' is invalid.`);
    if (entries.some((entry) => entry.cidr === cidr))
      return refuse('InvalidPrefixListModification', `The entry ${Cidr} already exists.`);
    entries.push({ cidr, description: Description });
  }
  return entries;
}

function begin(list: HeldList, site: Site, doing: HeldList['doing'], change: Partial<HeldList>): HeldList {
  const settlesAt = site.at + site.listDelay;
  return { ...list, doing, settlesAt, versionBefore: list.versions.length, failure: null, ...change };
}

function answer(state: Ec2State, list: HeldList) {
  return { state: withHeld(state, 'lists', list), result: { PrefixList: writeListBegun(state, list) } };
}

function groupsNaming(state: Ec2State, id: string): readonly string[] {
  return [...state.groups.values()]
    .filter(({ rules }) => rules.some(({ peer }) => peer.kind === 'list' && peer.value === id))
    .map((group) => group.id);
}
