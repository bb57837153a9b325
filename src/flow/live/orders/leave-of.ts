import type { Instant } from '../../../core/leaf/instant.ts';
import { type Ask, mayApprove } from '../../../core/plan/act/may-approve.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import type { Ordering } from './ordered.ts';

/** What somebody wants leave for: where, and who asks for it. */
export type Wanted = Pick<Ask, 'environment' | 'owner' | 'requester'> & Partial<Ask>;

/** `more`: others must say so too. */
export type Leave =
  | { readonly kind: 'approved' | 'more'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

/** Whether the policy lets whoever orders give leave; alone, or with how many more. */
export function leaveOf(
  wanted: Wanted,
  { person, names = [], teams = [] }: Ordering,
  policy: Policy,
  now: Instant,
): Leave {
  const known = policy.directory.people.filter(({ identity }) => identity === person);
  const all = [person, ...names, ...known.flatMap(({ name }) => name ?? [])] as const;
  const asked: Ask = { until: Number.POSITIVE_INFINITY, approvedBy: [], state: 'waiting', ...wanted };
  const { kind, why } = mayApprove(asked, { names: all, teams }, policy.grants, now);
  return kind === 'refused' ? { kind, why } : { kind, why };
}
