import { noPast } from '../../facts/facts.ts';
import type { Rule } from '../../group/rule.ts';
import type { Policy } from '../../policy/policy.ts';
import { meets } from '../../reach/algebra.ts';
import { noEffect } from '../../reach/bounds.ts';
import type { Known } from '../../reach/reach.ts';
import { boundsOfSeen, reachOfSeen } from '../../reach/seen-bounds.ts';
import { askReach } from '../../verdict/ask-reach.ts';
import type { Site } from '../act/intent.ts';
import { nameRule } from '../name-rule.ts';
import type { StandingDecision } from '../standing-decision.ts';

/** By what a rule of a group that names a prefix list is asked about; `lists`: their entries as they are now. */
export interface Mending {
  readonly site: Site;
  readonly group: string;
  readonly policy: Policy;
  readonly rules: readonly Rule[];
  readonly standing: StandingDecision | null;
  readonly lists: NonNullable<Known['lists']>;
}

/**
 * Whether what a check objected to of a rule is gone though the rule stands: the prefix list that it names was mended. Both
 * the policy as it judges the group now and the check's question alone, of whatever group, have to say so: what moves to
 * another environment, or is no longer on anything, is as open as before. Where entries are not known, or the check is no
 * question of what was gained (drift from a baseline, a check that the policy no longer has), nothing is mended.
 */
export function isMended(check: string, rule: Rule, mending: Mending): boolean {
  const { standing, policy, rules, lists, site, group } = mending;
  if (rule.peer.kind !== 'list' || standing === null || lists(rule.peer.value) === null) return false;
  const when = policy.checks.find(({ id }) => id === check)?.when;
  if (when?.kind !== 'gained') return false;
  if (standing.carriers[check]?.includes(nameRule(rule)) === true) return false;
  const known = { self: group, lists };
  const facts = { ...nobodys, id: group, account: site.account, region: site.region };
  const part = { group: facts, effect: noEffect, passing: null, after: boundsOfSeen(rules, true, known) };
  // Of an act that merely brought it, the question is what it brought.
  const question = { ...when, change: null };
  const matter = { ...untimed, parts: [part] };
  const { hits } = askReach(question, part, matter, { group: facts, directory: policy.directory });
  const own = reachOfSeen([rule], known);
  return !hits.some(({ reach }) => meets(reach, own));
}

const nobodys = { name: null, vpc: null, tags: null, attached: null };
const untimed = { at: 0, result: 'applied', kinds: [], actor: null, tags: null, past: noPast } as const;
