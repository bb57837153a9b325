import type { Spill } from '../contracts/spill.ts';
import { decideAct, type ListEffect, listEffect } from '../core/decide.ts';
import type { Group, Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { collapse } from '../core/ledger/collapse.ts';
import type { Evidence } from '../core/ledger/evidence.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { keepMoments, momentFinder } from '../core/ledger/moment-finder.ts';
import type { Cut, Moment } from '../core/ledger/timeline.ts';
import { type Trace, trace } from '../core/ledger/trace.ts';
import type { Decision } from '../core/plan/decision.ts';
import type { Grounds } from '../core/plan/grounds.ts';
import { type Bounds, unknown } from '../core/reach/bounds.ts';
import type { FactBook } from './fact-book.ts';
import type { KnownGroup } from './group-index.ts';
import { GroupJudge } from './judge-group.ts';
import { evidenceOf } from './load.ts';
import { firstFound, type Looks } from './looks.ts';
import type { ReachAtAttachment } from './reach-at-attachment.ts';

/** How the acts on groups are decided. */
export interface DecidingGroups {
  readonly snapshot: Perimeter | null;
  readonly looks: Looks;
  readonly net: boolean;
  readonly wants?: (group: KnownGroup) => boolean;
  /** Only acts with one of these changes; all when absent. */
  readonly only?: ReadonlySet<string>;
}

/** Where decisions about a group go, and what others need of its history. */
export interface GroupSinks {
  readonly lists: ListBook;
  readonly needs: ReachAtAttachment;
  /** What each edit of a prefix list did to groups, by the id of the edit. */
  readonly edits: Map<string, ListEffect[]>;
  readonly keep: (decision: Decision) => void;
  /** Takes a judged decision unwritten, where it may not be asked for; `keep` takes it where this is absent. */
  readonly keepUnwritten?: (id: string, write: () => Decision) => void;
  /** `null` where no policy is asked. */
  readonly book: FactBook | null;
  /** What some acts are asked about as well, as if they had come to this. */
  readonly as?: AskedAs;
}

/** Acts of one change that are judged a second time, as something else, by the ids of their changes. */
export interface AskedAs {
  readonly told: ReadonlyMap<string, Trace>;
  readonly others: Grounds['others'];
  readonly keep: (decision: Decision) => void;
}

/** A group's history, walked. */
export interface Walked {
  readonly group: KnownGroup;
  readonly traces: readonly Trace[];
  readonly evidence: readonly Evidence[];
  readonly momentAt: (cut: Cut) => Moment | null;
  /** When it is wanted elsewhere what is known of it. */
  readonly times: readonly Instant[];
}

/** Decides about every act on one group, and notes what is wanted of it elsewhere. */
export function decideGroup(spill: Spill, how: DecidingGroups, group: KnownGroup, sinks: GroupSinks): void {
  decideWalked(walkGroup(spill, how, group, sinks), how, sinks);
}

/** Walks a group's history once, and notes its reach where that is wanted elsewhere. */
export function walkGroup(
  spill: Spill,
  { snapshot, looks }: Pick<DecidingGroups, 'snapshot' | 'looks'>,
  group: KnownGroup,
  { lists, needs, edits, book }: Omit<GroupSinks, 'keep'>,
): Walked {
  const changes = group.subjects.flatMap((subject) => spill.changesOf(subject));
  const evidence = evidenceOf(changes, snapshot, group.key, looks);
  const traces: Trace[] = [];
  const moments = book === null ? null : keepMoments(evidence, lists);
  const times = book === null ? [] : [...needs.times(group.key)];
  needs.begin(group.key);
  let before: Bounds | null = null;
  const pass = (step: Trace): void => {
    // A name that is told later is the name it had all along: groups cannot be renamed.
    const each = step.name === null && group.name !== null ? { ...step, name: group.name } : step;
    before ??= each.before;
    needs.pass(group.key, each.at, each.before);
    if (book === null && isListEdit(each)) addEffect(edits, each.id, listEffect(each, group.key));
    traces.push(each);
    needs.reach(group.key, each.after);
  };
  trace(evidence, lists, pass, moments);
  needs.end(group.key, before ?? unknown);
  return { group, traces, evidence, momentAt: moments?.find ?? momentFinder(evidence, lists), times };
}

/** Decides about the acts of a walked history. By a policy, what it judged is answered: what is known of the group then. */
export function decideWalked(walked: Walked, how: DecidingGroups, sinks: GroupSinks): GroupJudge | null {
  const wanted = how.wants?.(walked.group) !== false;
  if (sinks.book !== null) return judgeWalked(walked, how, wanted, { ...sinks, book: sinks.book });
  if (wanted)
    for (const act of actsOf(walked.traces, how)) if (isOwnAct(act) && isAsked(act, how)) sinks.keep(decideAct(act));
  return null;
}

/** The same by a policy: in the order of time in which acts ended, since later ones are judged by what came of earlier. */
function judgeWalked(
  { group: { key }, traces, momentAt, times }: Walked,
  how: DecidingGroups,
  wanted: boolean,
  { lists, needs, edits, keep, keepUnwritten, book, as }: GroupSinks & { readonly book: FactBook },
): GroupJudge | null {
  if (!wanted && times.length === 0 && !traces.some(isListEdit)) return null;
  const shown = firstShown(how, key);
  const judge = new GroupJudge({ key, traces, lists, momentAt, shown }, book);
  const places = new Map(traces.map((each, place) => [each, place]));
  const acts = actsOf(traces, how).map((act) => ({ act, place: places.get(act.at(-1)!)! }));
  const sorted = acts.sort((a, b) => a.place - b.place);
  const isWanted = (act: readonly Trace[]) => wanted && isOwnAct(act) && isAsked(act, how);
  // What is known of the group afterwards rests on its changes of tags; what no asked act follows counts for nothing else.
  const last = sorted.findLastIndex(({ act }) => isTagging(act) || isWanted(act));
  for (const [at, { act, place }] of sorted.entries()) {
    const [first] = act as [Trace];
    if (isOwnAct(act)) {
      const asked = isWanted(act);
      if (!asked && (at > last || judge.skip(act))) continue;
      const told = act.length === 1 ? as?.told.get(first.id) : undefined;
      if (told !== undefined) as!.keep(decideAct([told], judge.judgeAs(act, [told], as!.others)));
      const judged = judge.judge(act);
      if (!asked) continue;
      if (keepUnwritten === undefined) keep(decideAct(act, judged));
      else keepUnwritten(first.id, () => decideAct(act, judged));
    } else {
      judge.pass(first);
      if (isListEdit(first)) addEffect(edits, first.id, listEffect(first, key, judge.factsAt(place, true)));
    }
  }
  for (const at of new Set(times)) needs.tell(key, at, judge.factsAt(traces.findLastIndex((each) => each.at <= at)));
  return judge;
}

/** The first live look that shows a group. */
function firstShown({ snapshot, looks }: DecidingGroups, key: string): { at: Instant; group: Group } | null {
  const group = snapshot?.groups.find((each) => each.id === key);
  const look = firstFound(looks.groups.get(key));
  if (group !== undefined && (look === null || snapshot!.takenAt <= look.at)) return { at: snapshot!.takenAt, group };
  return look && { at: look.at, group: look.found };
}

function actsOf(traces: readonly Trace[], { net }: Pick<DecidingGroups, 'net'>): readonly (readonly Trace[])[] {
  return net ? collapse(traces) : traces.map((each) => [each]);
}

function isAsked(act: readonly Trace[], { only }: Pick<DecidingGroups, 'only'>): boolean {
  return only === undefined || act.some((each) => only.has(each.id));
}

/** Edits of prefix lists are told once for all groups, and what merely shows itself is nobody's act. */
function isOwnAct([first]: readonly Trace[]): boolean {
  return first!.change !== null && first!.change.kind !== 'list-edited';
}

function isTagging([first]: readonly Trace[]): boolean {
  return first!.change?.kind === 'tags-changed';
}

function isListEdit({ change }: Trace): boolean {
  return change?.kind === 'list-edited';
}

function addEffect(edits: GroupSinks['edits'], id: string, effect: ListEffect | null): void {
  if (effect !== null) edits.set(id, [...(edits.get(id) ?? []), effect]);
}
