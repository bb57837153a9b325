import type { Attached, Change, ListEdited } from './change/change.ts';
import type { GroupFacts } from './facts/facts.ts';
import { writeInstant } from './leaf/instant.ts';
import { changeId } from './ledger/change-id.ts';
import type { JudgedAct } from './ledger/judge-act.ts';
import { type AttachmentGrounds, type ChangeGrounds, judgeAttachment, judgeChange } from './ledger/judge-change.ts';
import { type Net, netOf } from './ledger/net.ts';
import { ruleRows } from './ledger/rule-rows.ts';
import type { Trace } from './ledger/trace.ts';
import { addVerdict } from './plan/add-verdict.ts';
import type { Decision, EffectRow } from './plan/decision.ts';
import { sayAct, shortAct } from './plan/say-act.ts';
import { type DecisionParts, writeDecision, writeEffect } from './plan/write-decision.ts';
import { isEmpty, minus, union } from './reach/algebra.ts';
import { type Bounds, type Effect, isExact, isUnbounded, noEffect } from './reach/bounds.ts';
import { exposureRank } from './reach/exposure.ts';
import { everything, nothing } from './reach/reach.ts';
import { writeRows } from './reach/rows.ts';
import type { Part } from './verdict/matter.ts';

/**
 * Decides about what one actor did to one group in one go: one change, or several with their net effect. `judged`: what
 * a policy says of it (`judgeAct`), `null` without one.
 */
export function decideAct(traces: readonly Trace[], judged: JudgedAct | null = null): Decision {
  const [first, last] = [traces[0]!, traces.at(-1)!];
  const changes = traces.map((trace) => trace.change!);
  const { effect, passing } = judged?.net ?? netOf(traces);
  const decision = writeDecision({
    id: first.id,
    changes,
    ids: traces.map((trace) => trace.id),
    rules: ruleRows(traces),
    tags: changes[0]!.kind === 'tags-changed' ? first.tagsBefore : last.tags,
    name: last.name,
    vpc: last.vpc,
    basis: basisOf(effect),
    told: () => toldOf(traces, { effect, passing }),
  });
  if (judged === null) return decision;
  const { judging, tags, guarded, others } = judged.grounds;
  const groups = judged.judged.contexts.map(() => ({ id: changes[0]!.on.id, name: last.name }));
  return addVerdict(decision, judged.judged, judging, { groups, tags, guarded, others });
}

/** What an act came to, for people. */
function toldOf(traces: readonly Trace[], { effect, passing }: Net): Told {
  const [first, last] = [traces[0]!, traces.at(-1)!];
  const changes = traces.map((trace) => trace.change!);
  const row = writeEffect(effect, {
    group: { id: changes[0]!.on.id, name: last.name },
    interface: null,
    before: first.known,
  });
  const latent = traces.flatMap((trace) => trace.latent).map((rule) => rule.key);
  const nothingTold = isNothing(effect) && passing === null && latent.length === 0;
  const open = passing === null ? {} : { passing: { gained: writeRows(passing.gained), ...windowText(passing) } };
  const setting = {
    ...(last.name === null ? {} : { on: last.name }),
    after: last.after.certain,
    onlyRemoved: traces.every((trace) => trace.delta.added.length === 0),
  };
  const act = { changes, effect, passing: passing?.gained ?? null, setting };
  return {
    effects: nothingTold ? [] : [{ ...row, ...open, ...(latent.length > 0 ? { latent } : {}) }],
    say: sayAct(act),
    short: shortAct(act),
    exposure: exposureRank(passing === null ? effect.gained.atMost : union(effect.gained.atMost, passing.gained)),
  };
}

/** Decides about an edit of a prefix list: one effect for every group whose rules name it. */
export function decideListEdit(
  id: string,
  change: ListEdited,
  effects: readonly ListEffect[],
  grounds: ChangeGrounds | null = null,
): Decision {
  const worst = effects.toSorted(
    (a, b) => exposureRank(b.effect.gained.atMost) - exposureRank(a.effect.gained.atMost),
  )[0];
  const on = worst?.row.group?.name ?? worst?.row.group?.id;
  const told = {
    changes: [change],
    effect: worst?.effect ?? noEffect,
    passing: null,
    setting: on === undefined || on === null ? {} : { on },
    others: Math.max(effects.length - 1, 0),
  };
  const decision = plain(change, {
    id,
    basis: effects.every((each) => isExact(each.effect))
      ? change.entries === 'unknown'
        ? 'unknown'
        : 'exact'
      : 'bounds',
    told: () => ({
      effects: effects.map((each) => each.row),
      say: sayAct(told),
      short: shortAct(told),
      exposure: worst === undefined ? 0 : exposureRank(worst.effect.gained.atMost),
    }),
  });
  if (grounds === null) return decision;
  return judgeChange(decision, change, { ...grounds, parts: effects.flatMap((each) => each.part ?? []) });
}

/**
 * Decides about groups put on or taken off something: it gains their reach. `null` = which groups it had is not known.
 * A policy judges one part for each group that was put on or taken off: what the thing gained by it.
 */
export function decideAttachment(
  id: string,
  change: Attached,
  before: Bounds | null,
  after: Bounds,
  grounds: AttachmentGrounds | null = null,
): Decision {
  const known = !isUnbounded(after) && (before === null || !isUnbounded(before));
  const had = before ?? { certain: nothing, possible: everything };
  const gained = {
    atMost: minus(known ? after.possible : after.certain, had.certain),
    atLeast: minus(after.certain, had.possible),
  };
  const lost = {
    atMost: minus(known && before !== null ? had.possible : had.certain, after.certain),
    atLeast: minus(had.certain, after.possible),
    unknown: before === null && change.complete,
  };
  const effect: Effect = change.record.result === 'applied' && !change.latent ? { gained, lost } : noEffect;
  const row = () =>
    writeEffect(effect, { group: null, interface: change.on.id, before: before === null ? 'unknown' : 'known' });
  const doubt = known || effect === noEffect ? {} : { doubt: 'not all rules of these groups are known' };
  const told = {
    changes: [change],
    effect,
    passing: null,
    setting: change.on.id === null ? {} : { on: change.on.id },
    ...doubt,
  };
  const decision = plain(change, {
    id,
    basis: known ? basisOf(effect) : 'unknown',
    told: () => ({
      effects: effect === noEffect ? [] : [row()],
      say: sayAct(told),
      short: shortAct(told),
      exposure: exposureRank(effect.gained.atMost),
    }),
  });
  if (grounds === null) return decision;
  return judgeAttachment(decision, change, { effect, before, after, known }, grounds);
}

/** Decides about a change that moves no reach by itself: tags of other things, associations. */
export function decidePlain(id: string, change: Change, grounds: ChangeGrounds | null = null): Decision {
  const act = { changes: [change], effect: noEffect, passing: null, setting: {} };
  const told = () => ({ effects: [], say: sayAct(act), short: shortAct(act), exposure: 0 });
  const decision = plain(change, { id, basis: 'exact', told });
  return grounds === null ? decision : judgeChange(decision, change, { ...grounds, parts: [] });
}

/** What one group adds to the decision about a list edit; `part` is what a policy judges of it. */
export interface ListEffect {
  readonly row: EffectRow;
  readonly effect: Effect;
  readonly part: Part | null;
}

/** What one group adds to the decision about a list edit; with its `facts` where a policy judges it. */
export function listEffect(trace: Trace, group: string, facts: GroupFacts | null = null): ListEffect | null {
  if (isNothing(trace.effect)) return null;
  const row = writeEffect(trace.effect, {
    group: { id: group, name: trace.name },
    interface: null,
    before: trace.known,
  });
  const cause = trace.change?.on.id ?? null;
  const { effect, after } = trace;
  const part = facts === null ? null : { group: facts, effect, passing: null, after };
  return { row: { ...row, gained: row.gained.map((each) => ({ ...each, cause })) }, effect, part };
}

type Told = ReturnType<DecisionParts['told']>;
type Written = Pick<DecisionParts, 'id' | 'basis' | 'told'>;

function plain(change: Change, written: Written): Decision {
  return writeDecision({
    ...written,
    changes: [change],
    ids: [changeId(change)],
    rules: [],
    tags: null,
    name: null,
    vpc: null,
  });
}

function basisOf(effect: Effect): Decision['basis'] {
  return effect.lost.unknown ? 'unknown' : isExact(effect) ? 'exact' : 'bounds';
}

function isNothing({ gained, lost }: Effect): boolean {
  return isEmpty(gained.atMost) && isEmpty(lost.atMost) && !lost.unknown;
}

function windowText({ from, to }: { readonly from: number; readonly to: number }) {
  return { from: writeInstant(from), to: writeInstant(to), seconds: (to - from) / 1000 };
}
