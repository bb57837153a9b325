import type { Rule } from '../../../core/group/rule.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { collapse } from '../../../core/ledger/collapse.ts';
import { contentsOf, isTuple, tupleKey } from '../../../core/ledger/standing.ts';
import type { Cut, Moment } from '../../../core/ledger/timeline.ts';
import { uncoveredTraces } from '../../../core/ledger/uncovered.ts';
import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { uncoveredDecision } from '../../../core/plan/uncovered-decision.ts';
import { lazily } from '../../../core/verdict/lazily.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { prepareDeciding } from '../../decide-all.ts';
import { decideWalked, walkGroup } from '../../decide-group.ts';
import type { KnownGroup } from '../../group-index.ts';
import { judgeStanding } from './judge-standing.ts';
import type { JudgedSubject } from './judge-subject.ts';
import { lazyMap } from './lazy-map.ts';
import type { SubjectMemory } from './load-subject.ts';
import { ruleTagsAt } from './rule-tags.ts';
import type { Spilled } from './spill-memory.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

/** Judges a group of which this is known. Each part is worked out when it is asked for, from one walk of its history. */
export function judgeKnownGroup(
  { site, subject }: SubjectMemory,
  { spill, looks, walked: walkedOnce }: Spilled,
  own: readonly SubjectEvidence[],
  {
    judging,
    now,
    only,
  }: { readonly judging: Judging; readonly now: Instant; readonly only: ReadonlySet<string> | null },
): Omit<JudgedSubject, 'looked'> {
  const prepared = prepareDeciding(spill, { snapshot: null, looks, judging }, []);
  const group =
    prepared.groups.find((each) => each.key === subject || each.subjects.includes(subject)) ?? unheard(subject);
  const how = { snapshot: null, looks, ...(only === null ? {} : { only }) };
  const sinks = { ...prepared, edits: new Map() };
  const walked = lazily(() => walkedOnce(() => walkGroup(spill, how, group, sinks)));
  const decide = (net: boolean) => {
    const decisions = new Map<string, () => Decision>();
    const keepUnwritten = (id: string, write: () => Decision) => void decisions.set(id, lazily(write));
    const judge = decideWalked(walked(), { ...how, net }, { ...sinks, keep: () => {}, keepUnwritten });
    return { decisions: lazyMap(decisions), judge };
  };
  let isJudged = false;
  const single = lazily(() => {
    isJudged = true;
    return decide(false);
  });
  const momentAt = (cut: Cut) => walked().momentAt(cut);
  const end = lazily(() => momentAt({ kind: 'end' })!);
  const acts = lazily(() => {
    const isSingle = collapse(walked().traces).every((act) => act.length === 1);
    return [...(isSingle ? single() : decide(true)).decisions.values()];
  });
  // What stands needs no decision of what led there, only what earlier ones leave to be known.
  const judge = lazily(() =>
    isJudged
      ? single().judge
      : decideWalked(walked(), { ...how, only: new Set(), net: false }, { ...sinks, keep: () => {} }),
  );
  const standingAt = (at: Instant) => {
    const { exists } = end();
    if (exists === 'no' || own.length === 0) return null;
    const by = judge();
    return by && judgeStanding(end(), { site, subject, walked: walked(), judge: by, now: at, ...prepared, judging });
  };
  const standing = lazily(() => standingAt(now));
  const present = lazily(() => {
    const { exists, known, tags } = end();
    const is = exists === 'not yet' ? 'no' : exists;
    const rules = rulesOf(end(), ruleTagsAt(own, Number.POSITIVE_INFINITY));
    return { rules, maybe: maybeOf(end()), exists: is, known, tags } as const;
  });
  const uncoveredBut = (gone: ReadonlySet<string>, adopted: Instant | null): readonly Decision[] => {
    const told = uncoveredTraces({ traces: walked().traces, momentAt, lists: sinks.lists, gone, adopted });
    const found: Decision[] = [];
    if (told.size === 0 || end().exists === 'no') return found;
    const own = new Set([...told.values()].flatMap(({ delta }) => delta.added.map(tupleKey)));
    const others = () => ({ rules: present().rules.filter((rule) => !own.has(tupleKey(rule))), known: knownLists });
    const as = { told, others, keep: (each: Decision) => void found.push(uncoveredDecision(each, told.get(each.id)!)) };
    decideWalked(walked(), { ...how, only: new Set(told.keys()), net: false }, { ...sinks, keep: () => {}, as });
    return found.filter(({ verdict }) => verdict?.ruling === 'breach');
  };
  const uncovered = new Map<Instant | null, readonly Decision[]>();
  const entriesIn = (id: string, moment: Moment | null) =>
    (moment?.lists.get(id) ?? sinks.lists.get(id)?.still)?.entries ?? null;
  const knownLists = { self: subject, lists: (id: string) => entriesIn(id, end()) };
  return {
    get single() {
      return single().decisions;
    },
    get acts() {
      return acts();
    },
    get now() {
      return present();
    },
    lists: (id, after) => entriesIn(id, after === undefined ? end() : momentAt({ kind: 'after', id: after })),
    uncovered: ({ gone = new Set<string>(), adopted = null } = {}) => {
      if (gone.size > 0) return uncoveredBut(gone, adopted);
      const found = uncovered.get(adopted) ?? uncoveredBut(gone, adopted);
      uncovered.set(adopted, found);
      return found;
    },
    get standing() {
      return standing();
    },
    standingAt,
    imageBefore: (change) => {
      const moment = momentAt({ kind: 'before', id: change });
      const at = walked().traces.find((each) => each.id === change)?.at ?? Number.POSITIVE_INFINITY;
      return moment === null ? null : rulesOf(moment, ruleTagsAt(own, at));
    },
  };
}

function unheard(subject: string): KnownGroup {
  return { key: subject, name: null, subjects: [] };
}

/** What rules permit that only may stand. */
function maybeOf({ rules }: Moment): readonly string[] {
  const unsure = rules.filter(({ sure }) => !sure);
  return unsure.flatMap((rule) => contentsOf(rule).flatMap((each) => (isTuple(each) ? [tupleText(each)] : [])));
}

/** Rules that surely stand, with all of their content. */
function rulesOf({ rules }: Moment, tags: ReadonlyMap<string, Readonly<Record<string, string>>>): readonly Rule[] {
  return rules.flatMap((rule) => {
    if (!rule.sure || !isTuple(rule)) return [];
    const { id, direction, protocol, ports, peer, description } = rule;
    const own = id === null ? undefined : tags.get(id);
    const plain = { id, direction, protocol, ports, peer, description };
    return [own === undefined || Object.keys(own).length === 0 ? plain : { ...plain, tags: own }];
  });
}
