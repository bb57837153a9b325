import type { Rule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { play } from '../../../core/ledger/play.ts';
import { tupleKey } from '../../../core/ledger/standing.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { covers, union } from '../../../core/reach/algebra.ts';
import { type Known, nothing, reachOf } from '../../../core/reach/reach.ts';
import { isInForce } from '../perform/granted.ts';
import type { Grant } from '../tables.ts';
import type { SubjectMemory } from './load-subject.ts';
import type { SubjectEvidence } from './subject-evidence.ts';
import { reachOfGrant } from './with-grants.ts';

/**
 * Which of these rules stand by a short permission, by name: those that it names, whoever made them and when; and those
 * that came while it was in force, where it and others in force then permitted all that they open: nobody else ever
 * agreed to them. What stood before it is none of its business.
 */
export function standsByLeave(
  rules: readonly Rule[],
  grant: Grant,
  { evidence, grants }: Pick<SubjectMemory, 'evidence' | 'grants'>,
  known: Known,
): ReadonlySet<string> {
  const named = new Set(grant.rules.map(tupleText));
  const times = timesOf(evidence);
  const entries = known.lists ?? (() => null);
  const isByLeave = (rule: Rule): boolean => {
    if (named.has(tupleText(rule))) return true;
    const came = times.get(rule.id ?? tupleKey(rule)!);
    if (came === undefined || !isInForce(grant, came)) return false;
    const others = grants.filter((each) => each.group === grant.group && each.id !== grant.id && isInForce(each, came));
    const leave = [grant, ...others].map((each) => reachOfGrant(each, entries)).reduce(union, nothing);
    return covers(leave, reachOf([rule], known));
  };
  return new Set(rules.filter(isByLeave).map(nameRule));
}

/** When rules came to be what they say, by their keys; those of which no change tells that are not among them. */
function timesOf(evidence: readonly SubjectEvidence[]): ReadonlyMap<string, Instant> {
  const came = new Map<string, Instant>();
  const own = evidence.filter((each) => each.kind === 'change' || each.kind === 'observed');
  play(own, ({ evidence: { kind, at }, delta }) => {
    const said = new Map(delta.removed.map((rule) => [rule.key, tupleKey(rule)]));
    for (const rule of delta.added) {
      if (kind === 'observed') came.delete(rule.key);
      else if (said.get(rule.key) !== tupleKey(rule)) came.set(rule.key, at);
    }
  });
  return came;
}
