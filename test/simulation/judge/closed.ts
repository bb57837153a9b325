import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Grant } from '../../../src/flow/live/tables.ts';
import type { Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import type { PolicyWords } from '../world/policies.ts';
import { didChange } from '../world/true-call.ts';
import { reachedBy } from '../world/universe.ts';
import { intentsOf } from './judge-ledger.ts';
import { entriesOf, ofKind, rowsWritten } from './ledger-view.ts';
import { lineAgainst } from './line-against.ts';
import { isProduction, meetsAnyBox, rulesIn, type Shift, shiftsOf, strangersIn, wordsBetween } from './story.ts';
import { wasBraked } from './was-braked.ts';
import { wasGivenBefore } from './was-given-before.ts';
import { wasRewrittenUntold, wasUnsure } from './was-unsure.ts';

/** What was to be closed or put back in the end, and what of it was. */
export interface Closed {
  readonly enforceable: number;
  readonly closed: number;
  /** What still stands, in words. */
  readonly open: readonly string[];
}

/**
 * Whether everything is as the policy wants it, once all has come to rest. What somebody allowed, what the policy only
 * asks about and what nobody could know of does not count. What was closed is counted from what happened.
 */
export function judgeClosed(trial: Trial): Closed {
  const shifts = shiftsOf(trial);
  const open = [...stillOpen(trial, shifts), ...stillLost(trial, shifts)];
  const closed = shifts.filter(({ call }) => call.by === 'us').length;
  return { enforceable: open.length + closed, closed, open };
}

function stillOpen(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const { world, end } = trial;
  const { words } = trial.policies.at(-1)!.variant;
  const state = world.model.state;
  return [...state.groups.values()].flatMap(({ id, rules, tags }) => {
    if (!isProduction(trial, id) || tags.env !== 'prod' || isGuarded(trial, id)) return [];
    return rules.flatMap((rule) => {
      const reached = reachedBy([rule], state, end);
      const broken = words.closed.filter(
        ({ by, services, moreThan }) => by === 'revert' && strangersIn(reached, services, words) > moreThan,
      );
      if (
        broken.length === 0 ||
        isAllowed(trial, id, lineOf(rule)) ||
        wasForbidden(trial, id, cameAt(trial, shifts, id, rule.id)) ||
        wasBraked(trial, shifts, { group: id, line: lineOf(rule), since: cameAt(trial, shifts, id, rule.id) }) ||
        wasAsked(trial, shifts, id, rule.id, broken)
      )
        return [];
      if (!words.standing && !wasSeenComing(trial, shifts, id, rule.id, broken)) return [];
      return [`${broken.map(({ check }) => check)} still broken: ${id} ${rule.id} ${lineOf(rule)}`];
    });
  });
}

/** Whether somebody who may set the guard tag has it set. */
function isGuarded({ world }: Trial, group: string): boolean {
  const { portcullis } = world.model.state.groups.get(group)?.tags ?? {};
  if (portcullis !== 'off') return false;
  const last = world.calls.filter(
    (call) =>
      didChange(call) &&
      call.before.groups.get(group)?.tags.portcullis !== call.after.groups.get(group)?.tags.portcullis,
  );
  return last.at(-1)?.by === 'switch';
}

/** When a rule came to be as it is. */
function cameAt({ start }: Trial, shifts: readonly Shift[], group: string, rule: string): number {
  return shifts.find((shift) => shift.group === group && shift.came.some(({ id }) => id === rule))?.call.at ?? start;
}

/** Whether a rule came while the policy only asked about it: then it was put to people, and what they say stands. */
function wasAsked(
  trial: Trial,
  shifts: readonly Shift[],
  group: string,
  rule: string,
  broken: PolicyWords['closed'],
): boolean {
  const last = shifts.filter((shift) => shift.group === group && shift.came.some(({ id }) => id === rule)).at(-1);
  if (last === undefined) return false;
  const { at } = last.call;
  const asked = wordsBetween(trial, at, at + 120_000).flatMap((words) => words.closed.filter(({ by }) => by === 'ask'));
  return broken.every(({ check }) => asked.some((each) => each.check === check));
}

/**
 * Whether an action of ours on a group was refused, since something came or went, while something really forbade it: the
 * kill switch, a guard tag, a permission, a policy that only asks. What was refused stays so: people were told.
 */
function wasForbidden(trial: Trial, group: string, since: number): boolean {
  const switches = rowsWritten(trial, 'switch');
  const grants = rowsWritten(trial, 'grant') as readonly { readonly value: Grant | null }[];
  return refusedAt(trial, group, since).some((at) => {
    const from = at - 60_000;
    const isStopped = switches.some(
      (each, n) => each.value !== null && each.at <= at && (switches[n + 1]?.at ?? at) >= from,
    );
    // What a tag said a moment ago is what was read.
    const lately = trial.world.calls.filter((call) => call.at <= at && call.at > from);
    const last = trial.world.calls.filter((call) => call.at <= at).at(-1);
    const told = [...lately.map(({ before }) => before), ...(last === undefined ? [] : [last.after])];
    const tags = told.map(({ groups }) => groups.get(group)?.tags);
    const isGranted = grants.some(({ value }) => value?.group === group && value.from <= at && value.until >= from);
    const asks = wordsBetween(trial, from, at).some((words) =>
      words.closed.some(({ check, by }) => check === 'data' && by === 'ask'),
    );
    return isStopped || isGranted || asks || tags.some((each) => each?.portcullis === 'off' || each?.env !== 'prod');
  });
}

/** When actions of ours on a group were refused: in the end, or as soon as they were decided on. */
function refusedAt(trial: Trial, group: string, since: number): readonly number[] {
  const intents = intentsOf(trial);
  const entries = entriesOf(trial);
  const ended = ofKind(entries, 'outcome').filter(
    ({ action, state }) =>
      (state === 'refused' || state === 'superseded' || state === 'partly') && intents.get(action)?.on.id === group,
  );
  const decided = ofKind(entries, 'decided').filter(({ decision }) => {
    const { on, response } = decision as unknown as {
      readonly on: { readonly id: string | null };
      readonly response?: { readonly steps: readonly { readonly state: string }[] };
    };
    return on.id === group && response?.steps.some(({ state }) => state === 'refused') === true;
  });
  return [...ended, ...decided].map(({ at }) => at).filter((at) => at >= since);
}

function isAllowed(trial: Trial, group: string, line: string): boolean {
  const grants = rowsWritten(trial, 'grant') as readonly { value: Grant | null }[];
  const latest = new Map(grants.flatMap(({ value }) => (value === null ? [] : [[value.id, value] as const])));
  return [...latest.values()].some(
    (grant) =>
      grant.group === group &&
      grant.ended === null &&
      grant.until > trial.end - 15 * 60_000 &&
      grant.rules.some((rule) => lineOf(rule) === line),
  );
}

/**
 * Whether the change that last made a rule what it is opened anything new to strangers when it was made, in production
 * and while nothing kept us from acting: where the policy lets alone what stands, only then is it ours to close. So is
 * what came under cover of another rule that is gone since.
 */
function wasSeenComing(
  trial: Trial,
  shifts: readonly Shift[],
  group: string,
  rule: string,
  broken: PolicyWords['closed'],
): boolean {
  const last = shifts.filter((shift) => shift.group === group && shift.came.some(({ id }) => id === rule)).at(-1);
  if (last === undefined || wasRewrittenUntold(trial, shifts, last)) return false;
  const { call } = last;
  const { world } = trial;
  const { variant } = trial.policies.filter(({ at }) => at <= call.at).at(-1)!;
  const later = trial.policies.some(({ at }) => at > call.at);
  const stopped = rowsWritten(trial, 'switch').length > 0;
  const was = call.before.groups.get(group)?.tags;
  if (later || stopped || call.by === 'us' || was?.env !== 'prod' || was.portcullis !== undefined) return false;
  const granted = (rowsWritten(trial, 'grant') as readonly { value: Grant | null }[]).some(
    ({ value }) => value?.group === group,
  );
  if (granted) return false;
  const { before, after } = call;
  const stood = rulesIn(before, group);
  // What hid it when it came, and is gone, hides nothing; what had stood all along may have been made narrower by it.
  const still = stood.filter((rule) => isAmong(rule, rulesIn(world.model.state, group)) || isOld(trial, group, rule));
  const came = new Set(last.came.map(({ id }) => id));
  return [stood, still].some((hiding) => {
    const had = reachedBy(hiding, before, call.at);
    const has = reachedBy([...hiding.filter(({ id }) => !came.has(id)), ...last.came], after, call.at);
    return broken.some(({ services, moreThan }) => {
      const gained = services.some((service) => (has[service]! & ~had[service]! & variant.words.strangerBits) !== 0);
      return gained && strangersIn(has, services, variant.words) > moreThan;
    });
  });
}

function isAmong(rule: HeldRule, rules: readonly HeldRule[]): boolean {
  return rules.some((other) => other.id === rule.id && lineOf(other) === lineOf(rule));
}

function isOld({ world }: Trial, group: string, rule: HeldRule): boolean {
  return isAmong(rule, world.estate.state.groups.get(group)?.rules ?? []);
}

/** What the office lost, by somebody who may not take it, and has not got back. */
function stillLost(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const { world, end } = trial;
  const state = world.model.state;
  const { words } = trial.policies.at(-1)!.variant;
  if (trial.policies.length > 1 || rowsWritten(trial, 'switch').length > 0) return [];
  return [...state.groups.values()].flatMap(({ id, rules, tags }) => {
    if (!isProduction(trial, id) || tags.env !== 'prod' || isGuarded(trial, id)) return [];
    const has = (some: typeof rules, by = state, at = end) =>
      words.kept.every((service) => (reachedBy(some, by, at)[service]! & words.officeBits) !== 0);
    // What a list has let in only since, or does not any more, no call took.
    const last = shifts
      .filter(({ call: { at, before, after }, group }) => {
        const [had, left] = [rulesIn(before, id), rulesIn(after, id)];
        return group === id && has(had) && !has(left) && has(had, before, at) && !has(left, after, at);
      })
      .at(-1);
    if (has(rules) || last === undefined || rules.length >= 12) return [];
    const { by, before, n } = last.call;
    // What was rewritten and then taken away by others is not put back: the rule that could say it again is gone.
    const rewritten = last.came.map((rule) => rule.id);
    const isGone = shifts.some(
      ({ call, went }) => call.n > n && call.by !== 'us' && went.some((rule) => rewritten.includes(rule.id)),
    );
    if (isGone) return [];
    // Nobody puts back what the policy would have closed anyway.
    const gave = last.went.filter((rule) => has([rule]));
    if (gave.length > 0 && gave.every((rule) => meetsAnyBox(rule, words, before, last.call.at).length > 0)) return [];
    // Who may have a rule closed for a while, as an undo may, is not given back what goes of it meanwhile.
    if (gave.length > 0 && gave.every((rule) => isGranted(trial, id, lineOf(rule), last.call.at))) return [];
    if (gave.length > 0 && gave.every((rule) => wasOrderedAway(trial, shifts, last, lineOf(rule)))) return [];
    if (wasGivenBefore(trial, shifts, last, (some) => has(some))) return [];
    const was = before.groups.get(id)?.tags;
    if (wasForbidden(trial, id, last.call.at) || wasUnsure(trial, shifts, last)) return [];
    if (by === 'pipeline' || by === 'us' || was?.env !== 'prod' || was.portcullis !== undefined) return [];
    return [`the office lost the web of ${id} by ${by} (call ${last.call.n}) and never got it back`];
  });
}

/**
 * Whether an undo that somebody ordered was to rewrite just this, and did rewrite the rule in the same second of CloudTrail:
 * it would have been lost to that, and records tell no order.
 */
function wasOrderedAway(trial: Trial, shifts: readonly Shift[], lost: Shift, line: string): boolean {
  const intents = intentsOf(trial);
  const second = (at: number) => Math.floor(at / 1000);
  return shifts.some(({ call, group, came }) => {
    if (call.by !== 'us' || group !== lost.group || second(call.at) !== second(lost.call.at)) return false;
    const intent = intents.get(call.action ?? '');
    return (
      intent?.do === 'undo' &&
      intent.aims.some((aim) => lineAgainst(aim) === line) &&
      came.some(({ id }) => lost.went.some((rule) => rule.id === id))
    );
  });
}

/** Whether somebody had leave for a rule of a group at some time. */
function isGranted(trial: Trial, group: string, line: string, at: number): boolean {
  const grants = rowsWritten(trial, 'grant').filter((each) => each.at <= at) as readonly { value: Grant | null }[];
  const latest = new Map(grants.flatMap(({ value }) => (value === null ? [] : [[value.id, value] as const])));
  return [...latest.values()].some(
    (grant) =>
      grant.group === group && (grant.ended ?? grant.until) >= at && grant.rules.some((rule) => lineOf(rule) === line),
  );
}
