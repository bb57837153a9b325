import type { Change } from '../change/change.ts';
import type { Instant } from '../leaf/instant.ts';
import type { ListBook, ListEdit } from './lists.ts';
import type { StandingRule } from './standing.ts';
import type { Moment } from './timeline.ts';

/** Who is behind a standing rule. */
export interface Blame {
  readonly rule: StandingRule;
  /** The change that gave the rule its present content; `null` = it stood before the first record. */
  readonly since: Change | null;
  /** The change that made it, where that is another one. */
  readonly born: Change | null;
  /** The last edit of the prefix list that the rule names. */
  readonly edit: ListEdit | null;
}

/** Every standing rule of a moment with who made it what it is. */
export function blameOf(moment: Moment, lists: ListBook, until: Instant = Number.POSITIVE_INFINITY): readonly Blame[] {
  return moment.rules.map((rule) => {
    const edits = rule.peer?.kind === 'list' ? (lists.get(rule.peer.value)?.edits ?? []) : [];
    const edit = edits.findLast(({ change }) => change.record.at <= until) ?? null;
    return { rule, since: rule.since, born: rule.born === rule.since ? null : rule.born, edit };
  });
}
