import type { Group } from '../../core/group/group.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { tupleKey } from '../../core/ledger/standing.ts';
import type { ApiFailure } from '../../core/plan/act/api-failure.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { AskEc2 } from '../ask-ec2.ts';
import { isFailed } from '../failure-of.ts';
import type { SecurityGroup, SecurityGroupRule } from '../model/shape.ts';
import { allPages } from './all-pages.ts';
import { readShown, withRuleTags } from './read-shown.ts';

/** Values that a filter takes (EC2 user guide, "Filter resources"). */
const mostValues = 200;

/** How often two answers that do not fit together are asked for anew. */
const mostTurns = 4;

/**
 * A group with all its rules, their descriptions and tags; `null` when it is not there. Its rules come from one call, with
 * ids and tags; the group's own call tells their tuples, too, and both must agree: they may be answered by replicas of
 * different age, and a group that is made of two moments never stood.
 */
export async function gatherGroup(
  ask: AskEc2,
  site: Site,
  id: string,
  at: Instant,
  signal?: AbortSignal,
): Promise<Group | null | ApiFailure> {
  for (let turn = 0; turn < mostTurns; turn++) {
    const rules = await gatherRules(ask, site, [id], signal);
    if (isFailed(rules)) return rules;
    const shown = await allPages(
      ask,
      site,
      'DescribeSecurityGroups',
      { GroupIds: [id] },
      (result) => result.SecurityGroups,
      signal,
    );
    const isGone = isFailed(shown) && shown.code === 'InvalidGroup.NotFound';
    if (isFailed(shown) && !isGone) return shown;
    if (isGone && rules.length === 0) return null;
    const group = isFailed(shown) || shown.length === 0 ? 'torn' : joinGroup(site, at, shown[0]!, rules);
    if (group !== 'torn') return group;
  }
  const message = `expected two reads of \`${id}\` to agree, found ${mostTurns} times that they do not`;
  return { kind: 'failed', failure: 'transient', code: null, message };
}

/** All groups of a place. One whose two answers do not fit together is read by itself. */
export async function gatherGroups(
  ask: AskEc2,
  site: Site,
  at: Instant,
  signal?: AbortSignal,
): Promise<readonly Group[] | ApiFailure> {
  const shown = await allPages(
    ask,
    site,
    'DescribeSecurityGroups',
    { MaxResults: 1000 },
    (result) => result.SecurityGroups,
    signal,
  );
  if (isFailed(shown)) return shown;
  const groups: Group[] = [];
  const unique = [...new Map(shown.map((group) => [group.GroupId, group])).values()];
  for (let from = 0; from < unique.length; from += mostValues) {
    const part = unique.slice(from, from + mostValues);
    const ids = part.map((group) => group.GroupId);
    const rules = await gatherRules(ask, site, ids, signal);
    if (isFailed(rules)) return rules;
    const byGroup = Map.groupBy(rules, (rule) => rule.GroupId);
    for (const each of part) {
      const joined = joinGroup(site, at, each, byGroup.get(each.GroupId) ?? []);
      const group = joined === 'torn' ? await gatherGroup(ask, site, each.GroupId, at, signal) : joined;
      if (isFailed(group)) return group;
      if (group !== null) groups.push(group);
    }
  }
  return groups;
}

/** Without `MaxResults` EC2 answers all rules in one page (EC2 API reference, DescribeSecurityGroupRules). */
function gatherRules(ask: AskEc2, site: Site, ids: readonly string[], signal?: AbortSignal) {
  const Filters = [{ Name: 'group-id', Values: ids }];
  return allPages(ask, site, 'DescribeSecurityGroupRules', { Filters }, (result) => result.SecurityGroupRules, signal);
}

function joinGroup(
  site: Site,
  at: Instant,
  shown: SecurityGroup,
  rules: readonly SecurityGroupRule[],
): Group | ApiFailure | 'torn' {
  const whole = readShown(site, at, { SecurityGroups: [shown], SecurityGroupRules: rules });
  const inline = readShown(site, at, { SecurityGroups: [shown] });
  if (isFailed(whole)) return whole;
  if (isFailed(inline)) return inline;
  const [group, other] = [whole.groups[0]!, inline.groups[0]!];
  if ((rules.length === 0 && other.rules.length > 0) || tuplesOf(group) !== tuplesOf(other)) return 'torn';
  return { ...group, rules: withRuleTags(group.rules, rules) };
}

function tuplesOf({ rules }: Group): string {
  return rules.map(tupleKey).toSorted().join('\n');
}
