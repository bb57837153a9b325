import type { Caller, Fields } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Scene } from '../scene.ts';
import type { PrefixList } from './cloud.ts';
import { sendWrapped, writeList } from './wrapped-call.ts';

/** CIDRs and their descriptions. */
export type Entries = Readonly<Record<string, string>>;

/** Makes a prefix list with its first entries (version 1). */
export function createList(
  scene: Scene,
  by: Caller,
  site: Site,
  name: string,
  maxEntries: number,
  entries: Entries,
): PrefixList {
  const list: PrefixList = {
    id: scene.random.resource('pl'),
    name,
    site,
    maxEntries,
    entries: new Map(Object.entries(entries)),
    version: 1,
  };
  scene.cloud.lists.push(list);
  const request = {
    PrefixListName: name,
    MaxEntries: maxEntries,
    AddressFamily: 'IPv4',
    ...writeEntries('Entry', entries),
  };
  const answer = { prefixList: writePrefixList(list, 'create-in-progress') };
  sendWrapped(scene, { site, by, name: 'CreateManagedPrefixList', request, answer });
  return list;
}

/** Edits a prefix list: the answer still tells the version before, since EC2 does the work later. */
export function modifyList(
  scene: Scene,
  by: Caller,
  list: PrefixList,
  add: Entries,
  remove: readonly string[] = [],
): string {
  const request = {
    PrefixListId: list.id,
    CurrentVersion: list.version,
    ...writeEntries('AddEntry', add),
    ...writeList(
      'RemoveEntry',
      remove.map((Cidr) => ({ Cidr })),
    ),
  };
  const answer = { prefixList: writePrefixList(list, 'modify-in-progress') };
  for (const [cidr, description] of Object.entries(add)) list.entries.set(cidr, description);
  for (const cidr of remove) list.entries.delete(cidr);
  list.version += 1;
  return sendWrapped(scene, { site: list.site, by, name: 'ModifyManagedPrefixList', request, answer });
}

function writeEntries(name: string, entries: Entries): Fields {
  return writeList(
    name,
    Object.entries(entries).map(([Cidr, Description]) => ({ Cidr, Description })),
  );
}

/** The rendering guesses types from text, so the owner is a number here. */
function writePrefixList(list: PrefixList, state: string): Fields {
  const owner = list.site.account.id;
  return {
    prefixListId: list.id,
    addressFamily: 'IPv4',
    state,
    prefixListArn: `arn:aws:ec2:${list.site.region}:${owner}:prefix-list/${list.id}`,
    prefixListName: list.name,
    maxEntries: list.maxEntries,
    version: list.version,
    ownerId: Number(owner),
  };
}
