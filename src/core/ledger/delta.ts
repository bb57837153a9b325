import type { Direction, SeenRule } from '../group/rule.ts';
import type { Instant } from '../leaf/instant.ts';
import type { StandingRule } from './standing.ts';
import type { Retags } from './tags-shown.ts';

/** What one piece of evidence did to the rules of a group. Written while it is applied, then only read. */
export interface Delta {
  readonly added: StandingRule[];
  readonly removed: StandingRule[];
  /** Something came or went that the record does not tell. */
  unknown: boolean;
}

/** What the fold knows beyond the state: rules that must have stood at the start, directions, tag changes, what no order settles. */
export interface Hints {
  /** Called with a rule that evidence shows to have stood although nothing opened it, or (not `sure`) may have. */
  readonly assume: (rule: SeenRule, sure: boolean) => void;
  /** Directions by rule id, gathered from all evidence: a Modify never tells it. */
  readonly directions: ReadonlyMap<string, Direction>;
  /** What all evidence tells of the group's own tags. */
  readonly retags: Retags;
  /** Tuples opened and closed, and rule ids rewritten twice, in one second, in an order that nothing tells. */
  readonly unclear: ReadonlySet<string>;
  /** When the last change was that stands in for what no record tells; `-Infinity` where there is none. */
  readonly lastStandIn: Instant;
  /** By rule id: the last time at which evidence shows that the rule surely stood. Empty where no record lost what it did. */
  readonly stood: ReadonlyMap<string, Instant>;
  /** By tuple: whether a rule that a new group only may have (IPv6 egress) did stand, as later evidence shows. */
  readonly settled: Map<string, boolean>;
}
