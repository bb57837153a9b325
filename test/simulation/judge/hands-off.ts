import type { HeldRule } from '../../../src/aws/model/state.ts';
import type { Grant } from '../../../src/flow/live/tables.ts';
import type { Sent, Trial } from '../trial.ts';
import { lineOf } from '../world/permission.ts';
import { didChange, type TrueCall } from '../world/true-call.ts';
import { judgeTwice } from './judge-twice.ts';
import { entriesOf, ofKind, rowsWritten } from './ledger-view.ts';
import { replica } from './replica.ts';
import { sentAs, wasOverdue } from './sent-as.ts';
import { isProduction, meetsAnyBox, objectionsTo, type Shift, shiftsOf, wordsBetween } from './story.ts';

/** How long before a call what it was decided by may have stopped being so, without anybody being to blame. */
const slack = 30_000;

/**
 * What no call of ours may ever do: take what no policy objects to, put back what never stood, close what was just
 * allowed, act while all acting is stopped, act under no announcement, or do the same thing twice.
 */
export function judgeHands(trial: Trial): readonly string[] {
  const shifts = shiftsOf(trial);
  return [
    ...judgeTaken(trial, shifts),
    ...judgePutBack(trial, shifts),
    ...judgeReopened(trial, shifts),
    ...judgeGranted(trial, shifts),
    ...judgeStopped(trial),
    ...judgeAnnounced(trial),
    ...judgeTwice(trial, shifts),
    ...judgeOrdered(trial, shifts),
  ];
}

function judgeTaken(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const { start } = trial;
  const undone = undoing(trial);
  return shifts.flatMap(({ call, group, went, came }) => {
    if (call.by !== 'us' || undone.has(call.action ?? '')) return [];
    return went.flatMap((rule) => {
      const policies = wordsBetween(trial, Math.max(start, call.at - 20 * 60_000), call.at);
      const objects = policies.some((words) =>
        statesBefore(trial, call).some((state) => meetsAnyBox(rule, words, state, call.at).length > 0),
      );
      if (objects && isProduction(trial, group)) return [];
      // A rewrite that gives a rule back what it said before takes what it said meanwhile.
      if (came.some(({ id }) => id === rule.id) && isProduction(trial, group)) return [];
      const line = lineOf(rule);
      const back = shifts.some(
        (later) => later.call.n > call.n && later.group === group && later.came.some((again) => lineOf(again) === line),
      );
      const isGone = !trial.world.model.state.groups.has(group);
      if (back || isGone || wasRefused(trial, call) || wasOverdue(trial, call) || isUntold(trial, call)) return [];
      return [`a rule that nobody objects to was taken: ${group} ${line} by ${call.action} (call ${call.n})`];
    });
  });
}

/** The worlds that a call may have been decided by: what a rule opens hangs on lists and groups that change under it. */
function statesBefore({ world }: Trial, { at, before, n }: TrueCall): readonly TrueCall['before'][] {
  const others = world.calls.filter((call) => call.n < n && call.at >= at - slack && didChange(call));
  return [before, ...others.map((call) => call.before)];
}

/** Whether EC2 refused to have it given back for good, and the action ended by telling people so. */
function wasRefused(trial: Trial, { action, n }: Shift['call']): boolean {
  const tried = trial.world.calls.some((call) => call.action === action && call.n > n && call.code !== null);
  const ended = ofKind(entriesOf(trial), 'outcome').find((each) => each.action === action && each.state === 'partly');
  return tried && ended !== undefined;
}

/**
 * Whether the answer was lost and no record ever came: nobody but EC2 knows then what went, and the action has to end by
 * telling people just that.
 */
function isUntold(trial: Trial, call: TrueCall): boolean {
  const { action, delivered } = call;
  const is = sentAs(trial, call);
  const isLost = is?.result == null || (is.result.kind === 'failed' && is.result.failure === 'maybe');
  const ended = ofKind(entriesOf(trial), 'outcome').find((each) => each.action === action && each.state !== 'later');
  const { left = [] } = (ended?.answer ?? {}) as { readonly left?: readonly string[] };
  return isLost && !delivered && left.some((line) => line.includes('neither an answer nor a record'));
}

/** Actions that take back an action of ours: what they close was judged before. */
function undoing(trial: Trial): Set<string> {
  return new Set(
    rowsWritten(trial, 'action').flatMap(({ value }) => {
      const intent = (value as { intent?: { action: string; do: string } } | null)?.intent;
      return intent?.do === 'undo' ? [intent.action] : [];
    }),
  );
}

/** A rule that the policy objects to by itself is put back by a person's order or leave only, or where we took it. */
function judgeReopened(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const ordered = undoing(trial);
  for (const { value } of rowsWritten(trial, 'action')) {
    const row = value as { intent?: { action: string }; approvedBy?: readonly string[] } | null;
    if (row?.approvedBy !== undefined) ordered.add(row.intent?.action ?? '');
  }
  return shifts.flatMap(({ call, group, came, went }) => {
    if (call.by !== 'us' || ordered.has(call.action ?? '') || !isProduction(trial, group)) return [];
    const words = wordsBetween(trial, call.at - slack, call.at);
    return came.flatMap((rule) => {
      const line = lineOf(rule);
      const isRewritten = went.some(({ id }) => id === rule.id);
      const wasOurs = shifts.some(
        (other) =>
          other.call.action === call.action &&
          other.call.n < call.n &&
          other.went.some((each) => lineOf(each) === line),
      );
      const objects = words.every((each) =>
        statesBefore(trial, call).every((state) => objectionsTo([rule], each, state, call.at).length > 0),
      );
      if (isRewritten || wasOurs || !objects) return [];
      return [`a rule that breaks a check was put back: ${group} ${line} by ${call.action} (call ${call.n})`];
    });
  });
}

function judgePutBack(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const stood = new Map<string, Set<string>>();
  const keep = (group: string, line: string) => stood.set(group, (stood.get(group) ?? new Set()).add(line));
  for (const { id, rules } of trial.world.estate.state.groups.values())
    for (const rule of rules) keep(id, lineOf(rule));
  const wrong = shifts.flatMap(({ call, group, came }) => {
    const strange = came.filter((rule) => call.by === 'us' && !stood.get(group)?.has(lineOf(rule)));
    for (const rule of came) keep(group, lineOf(rule));
    return strange.map((rule) => `a rule that never stood was put there: ${group} ${lineOf(rule)} (call ${call.n})`);
  });
  return [...wrong, ...judgeTagsAndLists(trial)];
}

function judgeTagsAndLists({ world }: Trial): readonly string[] {
  const tags = new Set<string>();
  const entries = new Set<string>();
  const worn = new Set<string>();
  return [
    { call: null, state: world.estate.state },
    ...world.calls.filter(didChange).map((call) => ({ call, state: call.after })),
  ].flatMap(({ call, state }) => {
    const found: string[] = [];
    const meet = (seen: Set<string>, what: string) => {
      if (!seen.has(what) && call?.by === 'us') found.push(`what never was so was made so: ${what} (call ${call.n})`);
      seen.add(what);
    };
    for (const group of state.groups.values())
      for (const [key, value] of Object.entries(group.tags)) meet(tags, `${group.id} ${key}=${value}`);
    for (const list of state.lists.values())
      for (const { cidr } of list.versions.at(-1)!) meet(entries, `${list.id} ${cidr}`);
    for (const each of state.interfaces.values()) for (const group of each.groups) meet(worn, `${each.id} ${group}`);
    return found;
  });
}

/** Lines of groups that are allowed for a while: by a grant, or because somebody had our action undone. */
function judgeGranted(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const grants = rowsWritten(trial, 'grant') as readonly { at: number; key: string; value: Grant | null }[];
  const undone = undoing(trial);
  const undos = ofKind(entriesOf(trial), 'ordered').filter(({ order }) => order === 'undo');
  const bySent = new Map<string, Sent[]>();
  for (const one of trial.sent) bySent.set(one.order.action, [...(bySent.get(one.order.action) ?? []), one]);
  return shifts.flatMap((shift) => {
    const { call, group, went } = shift;
    if (call.by !== 'us' || undone.has(call.action ?? '')) return [];
    const sent = (bySent.get(call.action ?? '') ?? []).filter(({ at }) => at <= call.at).at(-1)?.at ?? call.at;
    const known = sent - slack;
    return went.flatMap((rule) => {
      const line = lineOf(rule);
      // A change of a grant just before the call may not have been seen: then either answer is right.
      const latest = new Map<string, Grant>();
      for (const { at, value } of grants) if (at <= known && value !== null) latest.set(value.id, value);
      const moved = new Set(
        grants.filter(({ at }) => at > known && at <= call.at).map(({ value, key }) => value?.id ?? key),
      );
      const held = [...latest.values()].find(
        (grant) =>
          grant.group === group &&
          grant.ended === null &&
          !moved.has(grant.id) &&
          grant.from <= known &&
          grant.until > call.at + slack &&
          grant.rules.some((each) => lineOf(each) === line),
      );
      const undone = undos.find(
        ({ at, on, until }) =>
          at <= known &&
          (until ?? 0) > call.at + slack &&
          shifts.some(
            (old) => old.call.action === on && old.group === group && old.went.some((each) => lineOf(each) === line),
          ) &&
          !grants.some(({ value }) => value?.group === group && value.ended !== null),
      );
      if ((held === undefined && undone === undefined) || wasGivenBack(trial, shifts, shift, { rule, sent })) return [];
      return [
        `a rule was closed that was allowed: ${group} ${line} (call ${call.n}, ${held?.id ?? `undo of ${undone?.on}`})`,
      ];
    });
  });
}

/**
 * Whether others had made a rule what it was just before our call arrived, and the same action put it back, or was told by
 * EC2 that others had: EC2 takes a rule by its id, whatever it says by then, and only its answer tells.
 */
function wasGivenBack(
  { world }: Trial,
  shifts: readonly Shift[],
  { call, group }: Shift,
  { rule, sent }: { readonly rule: HeldRule; readonly sent: number },
): boolean {
  const brings = (came: Shift['came']) => came.some((each) => lineOf(each) === lineOf(rule));
  const near = shifts.filter((each) => each.group === group && each.call.at > sent - replica);
  const isNew = near.some(
    (each) =>
      each.call.n < call.n && each.call.by !== 'us' && each.came.some(({ id }) => id === rule.id) && brings(each.came),
  );
  const isTold = (n: number): boolean =>
    world.calls.some(
      (each) => each.n > n && each.action === call.action && each.code === 'InvalidPermission.Duplicate',
    );
  return (
    isNew &&
    near.some(
      (each) => each.call.n > call.n && brings(each.came) && (each.call.action === call.action || isTold(each.call.n)),
    )
  );
}

function judgeStopped(trial: Trial): readonly string[] {
  const switches = rowsWritten(trial, 'switch');
  return trial.sent.flatMap(({ at, order, by }) => {
    const last = switches.filter((each) => each.at <= at).at(-1);
    if (last === undefined || last.value === null || last.at > at - slack / 3) return [];
    return [`${order.action} was called by ${by} while all acting was stopped for ${at - last.at} ms`];
  });
}

function judgeAnnounced(trial: Trial): readonly string[] {
  const acting = ofKind(entriesOf(trial), 'acting');
  return trial.sent.flatMap(({ at, order, dry }) => {
    if (dry || acting.some((each) => each.action === order.action && each.at <= at)) return [];
    return [`${order.action} was called before anything announced it`];
  });
}

/** A call takes only the rules that were announced by id. */
function judgeOrdered(trial: Trial, shifts: readonly Shift[]): readonly string[] {
  const announced = new Map<string, Set<string>>();
  for (const { action, expected } of ofKind(entriesOf(trial), 'acting')) {
    const { ids = [] } = expected as { readonly ids?: readonly string[] };
    announced.set(action, new Set([...(announced.get(action) ?? []), ...ids]));
  }
  return shifts.flatMap(({ call, went }) => {
    if (call.by !== 'us' || call.call.action === 'ModifySecurityGroupRules') return [];
    return went
      .filter(({ id }) => announced.get(call.action ?? '')?.has(id) !== true)
      .map(({ id }) => `a rule was taken that nobody announced: ${id} (call ${call.n}, ${call.action})`);
  });
}
