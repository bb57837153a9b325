import type { Rule, SeenRule, Tuple } from '../../group/rule.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Severity } from '../../policy/scale.ts';
import { tupleText } from '../act/tuple-text.ts';
import type { Decision } from '../decision.ts';
import { nameRule } from '../name-rule.ts';
import type { StandingDecision } from '../standing-decision.ts';
import { familyOf } from './family-of.ts';

/** A check that a decision finds broken, by one tuple of a group; `tuple` as in `Violation`. */
export interface BrokenCheck {
  readonly check: string;
  readonly tuple: string;
  readonly severity: Severity;
}

/** Where the tuples of an objection are looked up. */
export interface TupleLookup {
  readonly policy: Policy;
  readonly group: string;
  readonly standing: StandingDecision | null;
  readonly rules: readonly Rule[];
}

/**
 * What a decision finds broken in one group. Of a decision about something else (a list that the group names, a thing
 * that it is on) the rules come from what stands.
 */
export function objectionsOf(decision: Decision, naming: TupleLookup): readonly BrokenCheck[] {
  const isOwn = decision.on.kind === 'group' && (decision.on.id ?? naming.group) === naming.group;
  const checks = (decision.verdict?.checks ?? []).filter((each) => each.ruling === 'breach' && each.over !== true);
  return checks
    .filter(({ severity }) => severity !== 'none')
    .flatMap(({ id, severity }) => {
      const names = isOwn ? (decision.carriers?.[id] ?? []) : (naming.standing?.carriers[id] ?? []);
      if (!isOwn && names.length === 0) return [];
      const tuples = tuplesOf(id, names, decision, naming);
      return (tuples.length === 0 ? [''] : tuples).map((tuple) => ({ check: id, tuple, severity }));
    });
}

function tuplesOf(check: string, names: readonly string[], decision: Decision, naming: TupleLookup): readonly string[] {
  const family = familyOf(check, naming.policy);
  if (family === 'tags') return tagWords(decision);
  // Of a rewritten rule both contents are told under one id: what came is objected to, or (a loss) what went.
  const ops = family === 'loss' ? ['remove', 'before'] : ['add', 'after'];
  const told = [...naming.rules, ...decision.rules.filter(({ op }) => ops.includes(op))].filter(isWhole);
  const byName = new Map(told.map((rule) => [nameRule(rule), tupleText(rule)]));
  const texts = new Set(told.map(tupleText));
  return [...new Set(names.flatMap((name) => byName.get(name) ?? (texts.has(name) ? [name] : [])))].sort();
}

/** What the steps of a response say about tags: `tag env=prod`, `no tag env`. */
function tagWords({ response }: Decision): readonly string[] {
  const words = (response?.steps ?? []).flatMap((step) => step.rules);
  return [...new Set(words.filter((each) => each.startsWith('tag ') || each.startsWith('no tag ')))].sort();
}

function isWhole(rule: SeenRule): rule is SeenRule & Tuple {
  return rule.direction !== null && rule.protocol !== null && rule.peer !== null;
}
