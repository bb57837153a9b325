import type { SeenRule } from '../../group/rule.ts';
import { type Known, reachOf } from '../../reach/reach.ts';
import type { BaselineGroup } from '../policy.ts';
import { tuplesOf } from './told-rules.ts';

/** A group as a baseline wants it, with the reach of those of its rules that are told. */
export function wantedGroup(
  group: Pick<BaselineGroup, 'id' | 'name' | 'vpc' | 'account'>,
  rules: readonly SeenRule[],
  lists: NonNullable<Known['lists']>,
): BaselineGroup {
  const { id, name, vpc, account } = group;
  const known: Known = id === null ? { lists } : { lists, self: id };
  return { id, name, vpc, account, rules, reach: reachOf(tuplesOf(rules), known) };
}
