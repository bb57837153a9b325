import type { Group } from '../../../core/group/group.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { aroundLook } from '../../../core/ledger/around-look.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import type { Evidence } from '../../../core/ledger/evidence.ts';
import { isLookNews } from '../../../core/ledger/look-news.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import { tupleKey } from '../../../core/ledger/standing.ts';
import { unattributedChange } from '../../../core/ledger/unattributed-change.ts';
import { unexplainedBy } from '../../../core/ledger/unexplained.ts';
import { isEcho, isWithdrawn } from '../../../core/ledger/withdrawn.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { UnexplainedRow } from '../tables.ts';

/** What a look at a group tells beyond what is known of it. */
export interface Noticed {
  /** The look is worth keeping. */
  readonly news: boolean;
  /** Differences that no evidence explains, and nobody noticed before. */
  readonly unexplained: readonly UnexplainedRow[];
  /** Ids of differences noticed before that were none. */
  readonly withdrawn: readonly string[];
}

/** What is known of a group when a look at it is weighed. */
export interface Knowing {
  readonly site: Site;
  readonly group: string;
  readonly evidence: readonly Evidence[];
  /** Differences noticed before that nothing explained yet. */
  readonly open: readonly UnexplainedRow[];
  /** The start of the last sweep that read everything: looks that tell nothing new are not kept. */
  readonly swept: Instant | null;
}

/** Weighs a look at a group. A group that nobody looked at before is looked at first: there is nothing it differs from. */
export function noticeLook({ site, group, evidence, open, swept }: Knowing, look: GroupLook): Noticed {
  const ids = shownIds(look.group);
  const isNone = (each: UnexplainedRow) => (each.seenAt < look.at && isWithdrawn(each, ids)) || isEcho(each, evidence);
  const withdrawn = open.filter((each) => each.decision === null && isNone(each));
  // A look that did not show a group that is there is not what this one is weighed by.
  const lagged = new Set(withdrawn.flatMap(({ seenAt, was }) => (was === 'group gone' ? [seenAt] : [])));
  const believed = evidence.filter(({ at, kind }) => kind === 'change' || !lagged.has(at));
  const around = aroundLook(believed, look);
  const found = unexplainedBy(believed, look, around);
  const unexplained = found
    .filter((each) => !isEcho(each, evidence))
    .map((each): UnexplainedRow => {
      const seen = { ...each, since: latest(each.since, swept) };
      const id = changeId(unattributedChange({ ...site, group: subjectOf(group, look.group, evidence) }, seen));
      return { ...seen, id, site, group, decision: null, claimedBy: null };
    });
  const still = open.filter((each) => !withdrawn.includes(each));
  // Kept, it would have the change stand before the moment at which it is told: then nothing would follow from it.
  if (unexplained.some((each) => still.some((other) => other.seenAt > look.at && isSame(each, other)))) return nothing;
  return {
    news: found.length > 0 || withdrawn.length > 0 || isLookNews(believed, look, around),
    unexplained: unexplained.filter(
      (each) => !open.some(({ id }) => id === each.id) && !still.some((other) => isOnce(each, other)),
    ),
    withdrawn: withdrawn.map(({ id }) => id),
  };
}

const nothing: Noticed = { news: false, unexplained: [], withdrawn: [] };

/** EC2 gives no rule id twice: its rule comes and goes once, however many looks show it, in whatever order they are kept. */
function isOnce(one: UnexplainedRow, other: UnexplainedRow): boolean {
  return one.was !== 'rewritten' && one.rule !== null && isSame(one, other);
}

/** Whether two looks show the same of the same rule, or both that the group is gone. */
function isSame({ rule, was }: UnexplainedRow, other: UnexplainedRow): boolean {
  if (was !== other.was) return false;
  return rule === null || (rule.id !== null && rule.id === other.rule?.id && tupleKey(rule) === tupleKey(other.rule));
}

/** The group as the stand-in for a missing record names it. */
export function subjectOf(id: string, group: Group | null, evidence: readonly Evidence[]) {
  const shown =
    group ?? evidence.flatMap((each) => (each.kind === 'observed' ? (each.group ?? []) : [])).at(-1) ?? null;
  return { id, name: shown?.name ?? null, vpc: shown?.vpc ?? null };
}

function shownIds(group: Group | null): ReadonlySet<string> {
  return new Set((group?.rules ?? []).flatMap(({ id }) => id ?? []));
}

function latest(a: Instant | null, b: Instant | null): Instant | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}
