import type { Ec2Request, Ec2Result } from '../call.ts';
import { findList } from '../find.ts';
import { entriesOf, isGone, versionAt, writeList } from '../list-shape.ts';
import { isRefused, refuse } from '../refusal.ts';
import type { Transition } from '../site.ts';
import { applyFilters, tagFacets } from './filter.ts';
import { pageOf } from './page.ts';

type Lists = 'DescribeManagedPrefixLists';
type Entries = 'GetManagedPrefixListEntries';

/** DescribeManagedPrefixLists: those of this account; AWS' own are not modelled. */
export const describeLists: Transition<Ec2Request<Lists>, Ec2Result<Lists>> = (state, request, site) => {
  const { PrefixListIds = [], Filters = [] } = request;
  for (const id of PrefixListIds) {
    const list = findList(state, site, id);
    if (isRefused(list)) return list;
  }
  const live = [...state.lists.values()].filter((list) => !isGone(list, site.at));
  const wanted = PrefixListIds.length > 0 ? live.filter(({ id }) => PrefixListIds.includes(id)) : live;
  const found = applyFilters(wanted, Filters, (list) =>
    tagFacets(list.tags, (name) => {
      if (name === 'prefix-list-id') return [list.id];
      if (name === 'prefix-list-name') return [list.name];
      return name === 'owner-id' ? [state.account] : null;
    }),
  );
  if (isRefused(found)) return found;
  const part = pageOf(found, request, [1, 100]);
  if (isRefused(part)) return part;
  return { state, result: { PrefixLists: part.page.map((list) => writeList(state, list, site.at)), ...part.more } };
};

/** GetManagedPrefixListEntries: of the version in force, or of an earlier one. */
export const getListEntries: Transition<Ec2Request<Entries>, Ec2Result<Entries>> = (state, request, site) => {
  const list = findList(state, site, request.PrefixListId);
  if (isRefused(list)) return list;
  const version = request.TargetVersion ?? versionAt(list, site.at);
  const entries = version <= versionAt(list, site.at) ? entriesOf(list, version) : null;
  if (entries === null) return refuse('InvalidParameterValue', `The prefix list version ${version} does not exist.`);
  const part = pageOf(entries, request, [1, 100]);
  if (isRefused(part)) return part;
  const Entries = part.page.map(({ cidr, description }) => ({
    Cidr: cidr,
    ...(description === null ? {} : { Description: description }),
  }));
  return { state, result: { Entries, ...part.more } };
};
