import type { Inverse } from './aims-of-rules.ts';
import type { Before } from './before.ts';
import type { Aim } from './intent.ts';

/** The inverse of an edit of a prefix list's entries; `null`: the record does not tell them. */
export function editedEntries(
  entries: { readonly added: readonly string[]; readonly removed: readonly string[] } | null,
  { entries: before, version }: Before,
): Inverse {
  if (entries === null) return { aims: [], unsure: ['which entries were edited is not told'] };
  if (version === undefined) return { aims: [], unsure: ['at which version the list is since is not known'] };
  const descriptionOf = (cidr: string) => before?.find((entry) => entry.cidr === cidr)?.description ?? null;
  const add = entries.removed.map((cidr) => ({ cidr, description: descriptionOf(cidr) }));
  const aim: Aim = { kind: 'entries', version, add, remove: entries.added };
  return { aims: add.length + aim.remove.length === 0 ? [] : [aim], unsure: [] };
}

/** The inverse of putting groups on, or taking them off, an interface. Only what this change did: what stood before stays. */
export function editedGroups(
  id: string | null,
  groups: { readonly names: readonly string[]; readonly complete: boolean; readonly latent: boolean },
  isOff: boolean,
  { groups: before }: Before,
): Inverse {
  const { names, complete, latent } = groups;
  if (latent) return { aims: [], unsure: ['it takes effect at a later launch: change the launch template'] };
  if (id === null || !id.startsWith('eni-'))
    return { aims: [], unsure: ['the groups of what is no network interface are set where it is kept'] };
  if (names.some((name) => !name.startsWith('sg-')))
    return { aims: [], unsure: ['which groups are meant is told by name only'] };
  if (!complete) return { aims: groupAims(isOff ? names : [], isOff ? [] : names), unsure: [] };
  if (before === undefined) return { aims: [], unsure: ['which groups were on it before is not known'] };
  const added = names.filter((name) => !before.includes(name));
  const taken = before.filter((name) => !names.includes(name));
  return { aims: groupAims(taken, added), unsure: [] };
}

function groupAims(add: readonly string[], remove: readonly string[]): readonly Aim[] {
  return add.length + remove.length === 0 ? [] : [{ kind: 'groups', add, remove }];
}

/** The inverse of setting and removing tags, as they were before. */
export function editedTags(
  tags: { readonly set: Readonly<Record<string, string>>; readonly removed: readonly string[] },
  { tags: before }: Before,
): Inverse {
  if (before === undefined) return { aims: [], unsure: ['which tags stood before is not known'] };
  const keys = [...new Set([...Object.keys(tags.set), ...tags.removed])];
  const of = (all: Readonly<Record<string, string>>, key: string) => (Object.hasOwn(all, key) ? all[key]! : null);
  const aims = keys
    .map((key): Extract<Aim, { kind: 'tag' }> => ({ kind: 'tag', key, from: of(tags.set, key), to: of(before, key) }))
    .filter(({ from, to }) => from !== to);
  return { aims, unsure: [] };
}
