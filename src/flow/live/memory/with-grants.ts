import type { Exception } from '../../../core/policy/policy.ts';
import { union } from '../../../core/reach/algebra.ts';
import { type Reach, reachOf } from '../../../core/reach/reach.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { Grant } from '../tables.ts';

/**
 * The policy with short permissions that people gave: each is an exception from every check that asks about reach, for
 * just what its rules permit to just its group, from its beginning to its end or until it was ended: of what goes, what
 * those of them let in that stood (`mayBeLost`). The digest stays that of the policy. `entries`: what prefix lists hold.
 */
export function withGrants(
  judging: Judging,
  grants: readonly Grant[],
  entries: (list: string) => readonly string[] | null = () => null,
): Judging {
  if (grants.length === 0) return judging;
  const { policy } = judging;
  const exceptions = [...policy.exceptions, ...grants.map((grant) => exceptionOf(grant, entries))];
  return { ...judging, policy: { ...policy, exceptions } };
}

/** What a short permission permits: a list stands for its entries where they are known, and for itself as well. */
export function reachOfGrant(
  { group, rules }: Pick<Grant, 'group' | 'rules'>,
  entries: (list: string) => readonly string[] | null,
): Reach {
  return union(reachOf(rules, { self: group }), reachOf(rules, { self: group, lists: entries }));
}

function exceptionOf(
  { id, site, group, rules, from, until, by, reason, ended }: Grant,
  entries: (list: string) => readonly string[] | null,
): Exception {
  const reach = reachOfGrant({ group, rules }, entries);
  return {
    ...{ id, at: id, layer: 0, check: null, group: null, box: reach },
    declared: [{ id: group, name: null, vpc: null, account: site.account, rules, reach }],
    ...{ from, until: ended === null ? until : Math.min(ended, until) },
    ...{ owner: by, reason, ticket: null },
  };
}
