import type { refusals } from '../../src/aws/model/refusal.ts';
import { entriesOf, ofKind, rowsWritten } from './judge/ledger-view.ts';
import type { Trial } from './trial.ts';
import { lineOf } from './world/permission.ts';
import { didChange } from './world/true-call.ts';

/** How often something was met. */
export type Coverage = Record<string, number>;

const faults = ['before', 'after', 'slow', 'crash-before', 'crash-after', 'stale', 'overdue', 'code'];
const states = ['verified', 'partly', 'failed', 'refused', 'superseded', 'gone', 'undone'];

/** Codes that a write of ours can meet: those that EC2 gives by itself to what we send, and those that faults give. */
const codes = [
  ...['RequestLimitExceeded', 'Unavailable', 'ServiceUnavailable', 'InternalError', 'RequestExpired', 'IncorrectState'],
  ...['ConcurrentTagAccess', 'UnauthorizedOperation', 'TagPolicyViolation', 'AuthFailure', 'OptInRequired'],
  ...['PendingVerification', 'Blocked', 'DependencyViolation', 'RulesPerSecurityGroupLimitExceeded'],
  ...['InvalidPermission.Malformed', 'InvalidSecurityGroupRuleId.NotFound', 'InvalidPermission.Duplicate'],
  ...['InvalidGroup.NotFound', 'PrefixListVersionMismatch'],
] as const satisfies readonly (keyof typeof refusals)[];

/** Everything that must be met, at naught. */
export function nothingCovered(): Coverage {
  const races = Array.from({ length: 15 }, (_, at) => `race ${String(at + 1).padStart(2, '0')}`);
  const all = [
    ...faults.map((fault) => `fault ${fault}`),
    ...['fault lost record', 'fault doubled record', 'fault late record'],
    ...races,
    ...states.map((state) => `outcome ${state}`),
    ...codes.map((code) => `code ${code}`),
  ];
  return Object.fromEntries(all.map((key) => [key, 0]));
}

/** Adds one table to another. */
export function addCoverage(to: Coverage, more: Coverage): void {
  for (const [key, count] of Object.entries(more)) to[key] = (to[key] ?? 0) + count;
}

/** What a history met. */
export function coverageOf(trial: Trial): Coverage {
  const met: Coverage = {};
  const meet = (key: string, times = 1) => {
    if (times > 0) met[key] = (met[key] ?? 0) + times;
  };
  for (const { fault } of trial.faults) meet(`fault ${fault}`);
  const told = entriesOf(trial);
  for (const { state } of ofKind(told, 'outcome')) meet(`outcome ${state}`);
  const acted = rowsWritten(trial, 'action') as readonly { value: { state: string } | null }[];
  meet('outcome undone', acted.filter(({ value }) => value?.state === 'undone').length);
  for (const { by, code } of trial.world.calls) if (by === 'us' && code !== null) meet(`code ${code}`);
  meetRaces(trial, meet);
  return met;
}

function meetRaces(trial: Trial, meet: (key: string, times?: number) => void): void {
  const { answers, commits, faults: happened, reads, sent, world, lives } = trial;
  const told = entriesOf(trial);
  const hasDecided = (effects: (typeof answers)[number]['effects']) =>
    (effects.rows ?? []).some(({ table }) => table === 'decision');
  const isLost = (what: string, fault: string) =>
    happened.filter((each) => each.what === what && each.fault === fault).length;
  meet('race 01', answers.filter(({ answer, effects }) => answer.kind === 'duplicate' && hasDecided(effects)).length);
  meet('race 02', answers.filter(({ answer }) => answer.kind === 'lost').length);
  meet(
    'race 03',
    sent.filter(
      ({ answered, order }) =>
        answered === null && world.calls.some((call) => call.action === order.action && didChange(call)),
    ).length,
  );
  meet('race 04', isLost('store.append', 'after'));
  meet('race 05', answers.filter(({ answer }) => answer.kind === 'fenced').length);
  const acting = new Map(ofKind(told, 'acting').map((each) => [each.action, each]));
  for (const call of world.calls) {
    if (call.by !== 'us') continue;
    const order = sent.filter(({ order: each, at }) => each.action === call.action && at <= call.at).at(-1)?.order;
    if (order?.call === 'revoke') {
      const then = call.before.groups.get(order.group)?.rules ?? [];
      const read = reads.filter(({ id, answered }) => id === order.group && answered <= call.at).at(-1)?.looked;
      const seen =
        read?.kind === 'looked'
          ? ((read.found as { rules?: readonly { id: string | null }[] } | null)?.rules ?? [])
          : [];
      const isTwisted = order.ids.some((id) => {
        const [was, is] = [seen.find((rule) => rule.id === id), then.find((rule) => rule.id === id)];
        return was !== undefined && is !== undefined && lineOf(was as never) !== lineOf(is);
      });
      meet('race 06', isTwisted ? 1 : 0);
    }
    if (call.code === 'InvalidPermission.Duplicate') meet('race 12');
    if (call.code === 'PrefixListVersionMismatch') meet('race 14');
    if (order?.call === 'set-groups') meet('race 14');
  }
  meet('race 07', answers.filter(({ answer }) => answer.kind === 'capped').length);
  const changes = [...trial.policies.slice(1).map(({ at }) => at), ...rowsWritten(trial, 'switch').map(({ at }) => at)];
  const outcomes = new Map(ofKind(told, 'outcome').map((each) => [each.action, each.at]));
  for (const [action, { at }] of acting) {
    const end = outcomes.get(action) ?? trial.end;
    if (changes.some((moment) => moment > at - 30_000 && moment < end)) meet('race 08');
  }
  const byEvent = new Map(world.calls.map((call) => [call.eventId, call]));
  for (const { decision, at } of ofKind(told, 'decided')) {
    const { records = [], origin } = decision as unknown as { records: readonly { eventId: string }[]; origin: string };
    for (const { eventId } of records) {
      const call = byEvent.get(eventId);
      if (call?.by === 'us' && (outcomes.get(call.action!) ?? trial.end) > at) meet('race 09');
    }
    if (origin === 'observed') meet('decided without a record');
  }
  meet(
    'race 10',
    trial.orders.filter(({ verb, kind }) => (verb === 'extend' || verb === 'end') && kind === 'ordered').length,
  );
  const unexplained = rowsWritten(trial, 'unexplained') as readonly { value: { claimedBy?: string | null } | null }[];
  meet(
    'race 11',
    unexplained.filter(({ value }) => value?.claimedBy !== null && value?.claimedBy !== undefined).length,
  );
  const skews = lives.map(({ skew }) => skew);
  if (Math.max(...skews) - Math.min(...skews) > 1_000 && commits.length > 0) meet('race 13');
  meet(
    'race 15',
    reads.filter(
      ({ stale, id, sent: at }) =>
        stale &&
        world.calls.some(
          (call) =>
            call.by === 'us' &&
            didChange(call) &&
            call.at <= at &&
            call.at > at - 40_000 &&
            idOf(call.call.request) === id,
        ),
    ).length,
  );
  meet('fault lost record', world.calls.filter(({ delivered }) => !delivered).length);
  meet('fault doubled record', trial.world.doubled());
  meet('fault late record', trial.world.filed());
}

function idOf(request: object): string | undefined {
  return (request as { GroupId?: string }).GroupId;
}
