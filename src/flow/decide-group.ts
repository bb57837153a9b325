import type { Spill } from '../contracts/spill.ts';
import { decideAct, type ListEffect, listEffect } from '../core/decide.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { collapse } from '../core/ledger/collapse.ts';
import type { Evidence } from '../core/ledger/evidence.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { type Trace, trace } from '../core/ledger/trace.ts';
import type { Decision } from '../core/plan/decision.ts';
import { type Bounds, unknown } from '../core/reach/bounds.ts';
import type { FactBook } from './fact-book.ts';
import type { KnownGroup } from './group-index.ts';
import { GroupJudge } from './judge-group.ts';
import { evidenceOf } from './load.ts';
import type { ReachAtAttachment } from './reach-at-attachment.ts';

/** How the acts on groups are decided. */
export interface DecidingGroups {
  readonly snapshot: Perimeter | null;
  readonly net: boolean;
  readonly wants?: (group: KnownGroup) => boolean;
}

/** Where decisions about a group go, and what others need of its history. */
export interface GroupSinks {
  readonly lists: ListBook;
  readonly needs: ReachAtAttachment;
  /** What each edit of a prefix list did to groups, by the id of the edit. */
  readonly edits: Map<string, ListEffect[]>;
  readonly keep: (decision: Decision) => void;
  /** `null` where no policy is asked. */
  readonly book: FactBook | null;
}

/** Decides about every act on one group, and notes what is wanted of it elsewhere. */
export function decideGroup(spill: Spill, how: DecidingGroups, group: KnownGroup, sinks: GroupSinks): void {
  const { lists, needs, edits, keep, book } = sinks;
  const evidence = evidenceOf(
    group.subjects.flatMap((subject) => spill.changesOf(subject)),
    how.snapshot,
    group.key,
  );
  const traces: Trace[] = [];
  const times = book === null ? [] : [...needs.times(group.key)];
  needs.begin(group.key);
  let before: Bounds | null = null;
  trace(evidence, lists, (step) => {
    // A name that is told later is the name it had all along: groups cannot be renamed.
    const each = step.name === null && group.name !== null ? { ...step, name: group.name } : step;
    before ??= each.before;
    needs.pass(group.key, each.at, each.before);
    if (book === null && isListEdit(each)) addEffect(edits, each.id, listEffect(each, group.key));
    traces.push(each);
    needs.reach(group.key, each.after);
  });
  needs.end(group.key, before ?? unknown);
  const wanted = how.wants?.(group) !== false;
  if (book !== null) judgeGroup(how, { key: group.key, traces, evidence, times, wanted }, { ...sinks, book });
  else if (wanted) for (const act of actsOf(traces, how)) if (isOwnAct(act)) keep(decideAct(act));
}

interface Walked {
  readonly key: string;
  readonly traces: readonly Trace[];
  readonly evidence: readonly Evidence[];
  readonly times: readonly Instant[];
  readonly wanted: boolean;
}

/** The same by a policy: in the order of time in which acts ended, since later ones are judged by what came of earlier. */
function judgeGroup(
  how: DecidingGroups,
  { key, traces, evidence, times, wanted }: Walked,
  { lists, needs, edits, keep, book }: GroupSinks & { readonly book: FactBook },
): void {
  if (!wanted && times.length === 0 && !traces.some(isListEdit)) return;
  const found = how.snapshot?.groups.find((each) => each.id === key);
  const shown = found === undefined ? null : { at: how.snapshot!.takenAt, group: found };
  const judge = new GroupJudge({ key, traces, evidence, lists, shown }, book);
  const places = new Map(traces.map((each, place) => [each, place]));
  const acts = actsOf(traces, how).map((act) => ({ act, place: places.get(act.at(-1)!)! }));
  for (const { act, place } of acts.sort((a, b) => a.place - b.place)) {
    const [first] = act as [Trace];
    if (isOwnAct(act)) {
      const judged = judge.judge(act);
      if (wanted) keep(decideAct(act, judged));
    } else {
      judge.pass(first);
      if (isListEdit(first)) addEffect(edits, first.id, listEffect(first, key, judge.factsAt(place, true)));
    }
  }
  for (const at of new Set(times)) needs.tell(key, at, judge.factsAt(traces.findLastIndex((each) => each.at <= at)));
}

function actsOf(traces: readonly Trace[], { net }: DecidingGroups): readonly (readonly Trace[])[] {
  return net ? collapse(traces) : traces.map((each) => [each]);
}

/** Edits of prefix lists are told once for all groups, and what merely shows itself is nobody's act. */
function isOwnAct([first]: readonly Trace[]): boolean {
  return first!.change !== null && first!.change.kind !== 'list-edited';
}

function isListEdit({ change }: Trace): boolean {
  return change?.kind === 'list-edited';
}

function addEffect(edits: GroupSinks['edits'], id: string, effect: ListEffect | null): void {
  if (effect !== null) edits.set(id, [...(edits.get(id) ?? []), effect]);
}
