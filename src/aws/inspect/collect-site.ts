import type { Rule } from '../../core/group/rule.ts';
import { tupleKey } from '../../core/ledger/standing.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { isFailed } from '../failure-of.ts';
import { allPages } from '../gather/all-pages.ts';
import { collectPublicAccess, type PublicAccess } from '../gather/gather-vpcs.ts';
import { readShown } from '../gather/read-shown.ts';
import type {
  ManagedPrefixList,
  NetworkInterface,
  PrefixListEntry,
  SecurityGroup,
  SecurityGroupRule,
} from '../model/shape.ts';

/** What stands in an account and region, in EC2's own words: a part of a snapshot. */
export interface SiteShown extends Site {
  readonly SecurityGroups: readonly SecurityGroup[];
  readonly SecurityGroupRules: readonly SecurityGroupRule[];
  readonly PrefixLists: readonly (ManagedPrefixList & { readonly Entries: readonly PrefixListEntry[] })[];
  readonly NetworkInterfaces: readonly NetworkInterface[];
  /** Absent where we may not look at gateways; the block, where it is not known. */
  readonly InternetGateways?: PublicAccess['InternetGateways'];
  readonly VpcBlockPublicAccessOptions?: PublicAccess['VpcBlockPublicAccessOptions'];
  readonly VpcBlockPublicAccessExclusions?: PublicAccess['VpcBlockPublicAccessExclusions'];
}

/** Values that a filter takes (EC2 user guide, "Filter resources"). */
const mostValues = 200;

/** How often groups whose two answers do not fit together are asked for anew. */
const mostTurns = 4;

/**
 * Reads everything that stands in an account and region, page by page, and changes nothing. A group whose own call and whose
 * rules do not agree was answered by replicas of different age: it is read again, and in the end left to be told as a failure.
 */
export async function collectSite(ask: AskEc2, site: Site, signal?: AbortSignal): Promise<SiteShown | ApiFailure> {
  const all = { MaxResults: 1000 };
  let groups = await allPages(ask, site, 'DescribeSecurityGroups', all, (page) => page.SecurityGroups, signal);
  if (isFailed(groups)) return groups;
  const SecurityGroups: SecurityGroup[] = [];
  const SecurityGroupRules: SecurityGroupRule[] = [];
  let left = groups;
  for (let turn = 0; left.length > 0; turn++) {
    if (turn === mostTurns) return torn(left);
    const rules = await rulesOf(ask, site, left, signal);
    if (isFailed(rules)) return rules;
    const byGroup = Map.groupBy(rules, (rule) => rule.GroupId);
    const again: string[] = [];
    for (const group of left) {
      const own = byGroup.get(group.GroupId) ?? [];
      if (!agree(site, group, own)) again.push(group.GroupId);
      else {
        SecurityGroups.push(group);
        for (const rule of own) SecurityGroupRules.push(rule);
      }
    }
    if (again.length === 0) break;
    groups = await groupsBy(ask, site, again, signal);
    if (isFailed(groups)) return groups;
    left = groups;
  }
  const PrefixLists = await listsOf(ask, site, signal);
  if (isFailed(PrefixLists)) return PrefixLists;
  const shown = await allPages(ask, site, 'DescribeNetworkInterfaces', all, (page) => page.NetworkInterfaces, signal);
  if (isFailed(shown)) return shown;
  const access = await collectPublicAccess(ask, site, signal);
  if (isFailed(access)) return access;
  return { ...site, SecurityGroups, SecurityGroupRules, PrefixLists, NetworkInterfaces: shown, ...access };
}

/** By filter, so that a group that is gone meanwhile is left out instead of refusing all. */
async function groupsBy(ask: AskEc2, site: Site, ids: readonly string[], signal?: AbortSignal) {
  const found: SecurityGroup[] = [];
  for (const Values of parts(ids)) {
    const asked = { Filters: [{ Name: 'group-id', Values }], MaxResults: 1000 };
    const read = await allPages(ask, site, 'DescribeSecurityGroups', asked, (page) => page.SecurityGroups, signal);
    if (isFailed(read)) return read;
    found.push(...read);
  }
  return found;
}

async function rulesOf(ask: AskEc2, site: Site, groups: readonly SecurityGroup[], signal?: AbortSignal) {
  const found: SecurityGroupRule[] = [];
  for (const Values of parts(groups.map(({ GroupId }) => GroupId))) {
    const asked = { Filters: [{ Name: 'group-id', Values }] };
    const read = await allPages(
      ...([ask, site, 'DescribeSecurityGroupRules', asked] as const),
      (page) => page.SecurityGroupRules,
      signal,
    );
    if (isFailed(read)) return read;
    for (const rule of read) found.push(rule);
  }
  return found;
}

async function listsOf(ask: AskEc2, site: Site, signal?: AbortSignal): Promise<SiteShown['PrefixLists'] | ApiFailure> {
  const all = { MaxResults: 100 };
  const lists = await allPages(ask, site, 'DescribeManagedPrefixLists', all, (page) => page.PrefixLists, signal);
  if (isFailed(lists)) return lists;
  const found: (ManagedPrefixList & { readonly Entries: readonly PrefixListEntry[] })[] = [];
  for (const list of lists) {
    const { PrefixListId, Version } = list;
    const asked = { PrefixListId, ...all, ...(Version === undefined ? {} : { TargetVersion: Version }) };
    const Entries = await allPages(ask, site, 'GetManagedPrefixListEntries', asked, (page) => page.Entries, signal);
    if (!isFailed(Entries)) found.push({ ...list, Entries });
    else if (Entries.failure !== 'gone') return Entries;
  }
  return found;
}

/** Whether a group's own call and its rules tell the same tuples. */
function agree(site: Site, group: SecurityGroup, SecurityGroupRules: readonly SecurityGroupRule[]): boolean {
  const [inline, whole] = [
    readShown(site, 0, { SecurityGroups: [group] }),
    readShown(site, 0, { SecurityGroups: [group], SecurityGroupRules }),
  ];
  if (isFailed(inline) || isFailed(whole)) return true;
  const [one, other] = [inline.groups[0]?.rules ?? [], whole.groups[0]?.rules ?? []];
  return SecurityGroupRules.length === 0 ? one.length === 0 : tuplesOf(one) === tuplesOf(other);
}

function tuplesOf(rules: readonly Rule[]): string {
  return rules.map(tupleKey).toSorted().join('\n');
}

function torn(left: readonly SecurityGroup[]): ApiFailure {
  const message = `expected two reads of \`${left[0]!.GroupId}\` to agree, found ${mostTurns} times that they do not`;
  return { kind: 'failed', failure: 'transient', code: null, message };
}

function* parts(ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += mostValues) yield ids.slice(from, from + mostValues);
}
