import type { Entry } from '../../../src/core/ledger/entry.ts';
import { verify } from '../../../src/core/ledger/verify.ts';
import type { Intent } from '../../../src/core/plan/act/intent.ts';
import { nativeDigest } from '../../../src/store/native-digest.ts';
import type { Trial } from '../trial.ts';
import { didChange } from '../world/true-call.ts';
import { entriesOf, ofKind, rowsWritten, type Told, type ToldDecision } from './ledger-view.ts';

/** What the ledger must hold, and what must not follow from it. */
export async function judgeLedger(trial: Trial): Promise<readonly string[]> {
  const told = entriesOf(trial);
  const intents = intentsOf(trial);
  return [
    ...(await judgeChains(trial)),
    ...judgeDecided(trial, told),
    ...judgeCauses(trial, told, intents),
    ...judgeOwn(trial, told),
    ...judgeFences(told),
    ...judgeVerified(trial, told),
    ...judgeCaps(trial, intents),
    ...trial.unkept.map((id) => `a message was acknowledged before its record ${id} was decided`),
    ...trial.threw.map(({ by, problem }) => `a step of ${by} threw: ${textOf(problem)}`),
  ];
}

function textOf(problem: unknown): string {
  return problem instanceof Error
    ? (problem.stack ?? problem.message).split('\n').slice(0, 4).join(' ')
    : String(problem);
}

async function judgeChains({ store }: Trial): Promise<readonly string[]> {
  const entries: Entry[] = [];
  for (let shard = 0; shard < store.shards; shard += 1)
    for await (const entry of store.read(shard, 0)) entries.push(entry);
  const { findings } = verify(entries, { anchors: [], shards: store.shards, digest: nativeDigest });
  return findings.map((each) => `the ledger does not verify: ${JSON.stringify(each)}`);
}

/** Every record that came is decided, once for each thing it is about; nothing else is. */
function judgeDecided(trial: Trial, told: readonly Told[]): readonly string[] {
  const decided = new Map<string, number>();
  const refused = new Set(trial.world.calls.filter(({ code }) => code !== null).map(({ eventId }) => eventId));
  const granted: string[] = [];
  for (const { decision } of ofKind(told, 'decided')) {
    const { records, on, origin, call, id } = decision as unknown as ToldDecision;
    if (call.result === 'applied' && records.some(({ eventId }) => refused.has(eventId)))
      granted.push(`a call that came to nothing was decided as made: ${id}`);
    if (origin !== 'observed') for (const { eventId } of records) count(decided, `${eventId} ${on.id}`);
  }
  const twice = [...decided].filter(([, times]) => times > 1).map(([key]) => `decided twice: ${key}`);
  const events = new Set([...decided.keys()].map((key) => key.split(' ')[0]));
  const lost = trial.world.calls
    .filter((call) => call.delivered && !events.has(call.eventId))
    .map((call) => `never decided: call ${call.n}, ${call.by} ${call.call.action} ${call.code ?? ''}`);
  return [...twice, ...lost, ...granted];
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** What each action was to do, as it was stored. */
export function intentsOf(trial: Trial): ReadonlyMap<string, Intent> {
  return new Map(
    rowsWritten(trial, 'action').flatMap(({ value }) => {
      const intent = (value as { intent?: Intent } | null)?.intent;
      return intent === undefined ? [] : [[intent.action, intent] as const];
    }),
  );
}

/** No action of ours follows from a call that came to nothing, or from one of our own. */
function judgeCauses(trial: Trial, told: readonly Told[], intents: ReadonlyMap<string, Intent>): readonly string[] {
  const byEvent = new Map(trial.world.calls.map((call) => [call.eventId, call]));
  const decisions = new Map(
    ofKind(told, 'decided').map(({ decision }) => [
      (decision as unknown as ToldDecision).id,
      decision as unknown as ToldDecision,
    ]),
  );
  return ofKind(told, 'acting').flatMap((acting) => {
    const intent = intents.get(acting.action);
    const decision = decisions.get(acting.for) ?? (intent === undefined ? undefined : decisions.get(intent.for));
    if (decision === undefined) return [];
    const causes = decision.records.map(({ eventId }) => byEvent.get(eventId));
    if (causes.length === 0 || causes.some((call) => call === undefined)) return [];
    if (causes.every((call) => call!.by === 'us')) return [`${acting.action} follows from a call of our own`];
    if (causes.every((call) => !didChange(call!)))
      return [`${acting.action} follows from a call that changed nothing: call ${causes.map((call) => call!.n)}`];
    return [];
  });
}

/** What is told as our own doing was a call of ours for that very action, and what we did is told as ours. */
function judgeOwn({ world }: Trial, told: readonly Told[]): readonly string[] {
  const byEvent = new Map(world.calls.map((call) => [call.eventId, call]));
  return ofKind(told, 'decided').flatMap(({ decision }) => {
    const { id, own = null, records, origin } = decision as unknown as ToldDecision;
    if (origin === 'observed') return [];
    return records.flatMap(({ eventId }) => {
      const call = byEvent.get(eventId);
      const ours = call?.by === 'us' ? call.action : null;
      if (call === undefined || own === ours || (own === null && !didChange(call))) return [];
      return [`who did it is told wrongly: ${id} says ${own ?? 'not us'}, it was ${ours ?? call.by} (call ${call.n})`];
    });
  });
}

/** Whoever lost a task writes nothing for it any more. */
function judgeFences(told: readonly Told[]): readonly string[] {
  const newest = new Map<string, number>();
  return told.flatMap((each) => {
    if ((each.kind !== 'acting' && each.kind !== 'outcome') || each.header.fence === null) return [];
    const before = newest.get(each.action) ?? 0;
    newest.set(each.action, Math.max(before, each.header.fence));
    return each.header.fence < before ? [`${each.kind} of ${each.action} was written after its task was lost`] : [];
  });
}

/** What is called verified was read twice, some time apart, after the last call. */
function judgeVerified(trial: Trial, told: readonly Told[]): readonly string[] {
  return ofKind(told, 'outcome').flatMap((outcome) => {
    if (outcome.state !== 'verified') return [];
    const made = trial.world.calls.filter(
      (call) => call.action === outcome.action && didChange(call) && call.at <= outcome.at,
    );
    const last = made.at(-1);
    if (last === undefined) return [];
    const on = trial.sent.find(({ order }) => order.action === outcome.action)?.order;
    if (on === undefined) return [];
    const id = 'group' in on ? on.group : 'list' in on ? on.list : 'interface' in on ? on.interface : on.resource;
    const reads = trial.reads.filter((read) => read.id === id && read.sent >= last.at && read.answered <= outcome.at);
    const first = reads[0]?.sent ?? 0;
    // Two workers' clocks may differ by as much as their skews do.
    const skews = trial.lives.map(({ skew }) => skew);
    const least =
      new Set(reads.map(({ by }) => by)).size > 1 ? 2_000 - (Math.max(...skews) - Math.min(...skews)) : 2_000;
    if (reads.length >= 2 && reads.at(-1)!.sent - first >= least) return [];
    return [
      `${outcome.action} is called verified after ${reads.length} reads within ${(reads.at(-1)?.sent ?? 0) - first} ms`,
    ];
  });
}

/** In no window of a cap did more actions come through than it says. */
function judgeCaps(trial: Trial, intents: ReadonlyMap<string, Intent>): readonly string[] {
  if (trial.policies.length > 1) return [];
  const { caps } = trial.policies[0]!.variant.words;
  const firsts = new Map<string, { at: number; intent: Intent }>();
  for (const call of trial.world.calls) {
    const intent = call.action === null ? undefined : intents.get(call.action);
    if (intent === undefined || !didChange(call) || firsts.has(intent.action)) continue;
    if (intent.do === 'revert' || intent.do === 'restore') firsts.set(intent.action, { at: call.at, intent });
  }
  const all = [...firsts.values()];
  const tooMany = (
    what: string,
    some: readonly { at: number }[],
    { count: most, per }: { count: number; per: number },
  ) =>
    some.flatMap(({ at }) => {
      const within = some.filter((one) => one.at >= at && one.at < at + per - 60_000).length;
      return within > most ? [`the cap of ${most} for ${what} was broken: ${within} actions within its window`] : [];
    });
  const by = (key: (intent: Intent) => string) => [...Map.groupBy(all, ({ intent }) => key(intent))];
  return [
    ...by(({ on }) => on.id).flatMap(([id, some]) => tooMany(id, some, caps.group)),
    ...by(({ actor }) => actor ?? '').flatMap(([id, some]) => (id === '' ? [] : tooMany(id, some, caps.actor))),
    ...tooMany('the account', all, caps.account),
  ].slice(0, 2);
}
