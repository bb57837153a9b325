import { withAlarms } from '../../src/apps/live/alarms.ts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import { startBeats } from '../../src/apps/server/beats.ts';
import type { News } from '../../src/apps/server/news.ts';
import { tapStore } from '../../src/apps/server/store-tap.ts';
import { taskBell } from '../../src/apps/server/task-bell.ts';
import { taskLoop } from '../../src/apps/server/task-loop.ts';
import { watchLoop } from '../../src/apps/server/watch-loop.ts';
import { isRead } from '../../src/aws/model/call.ts';
import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { modelRoles } from '../../src/aws/model/live/own-roles.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld, type MadeCall } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import { emptyState } from '../../src/aws/model/state.ts';
import type { Inbox } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { taskKinds } from '../../src/flow/live/task-kinds.ts';
import { benchSite } from '../ledger/fill-ledger.ts';
import { revertingPolicy } from './reverting-policy.ts';
import { openTextInbox, type TextInbox } from './text-inbox.ts';

/** Milliseconds from a message that is there to the call that undoes what it tells. */
export interface Latency {
  readonly reverts: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** The median of the last fifth beside that of the first: much over 1 says that messages came faster than they were done. */
  readonly rising: number;
}

/** How long after the last opening is waited for reverts that have not come, in milliseconds. */
const patience = 60_000;

/**
 * Opens SSH to everybody in so many groups, so many a second by the real clock, with the loops of the server at work: one
 * source, one worker. Every record comes at once, those of our own calls too. EC2, the model, answers at once as well, so
 * what is measured is what is added here.
 */
export async function revertLatency(store: Store, openings: number, perSecond: number): Promise<Latency> {
  const inbox = openTextInbox();
  const came = new Map<string, number>();
  const took: number[] = [];
  const world = worldFor(openings, (made) => {
    const { call, asked } = made;
    if (isRead(call.action) || call.request.DryRun === true) return;
    inbox.put(JSON.stringify(asked.record));
    if (!('GroupId' in call.request)) return;
    const group = call.request.GroupId!;
    if (call.action === 'AuthorizeSecurityGroupIngress') came.set(group, performance.now());
    const began = came.get(group);
    if (call.action !== 'RevokeSecurityGroupIngress' || began === undefined) return;
    came.delete(group);
    took.push(performance.now() - began);
  });
  const stopping = new AbortController();
  const loops = startLoops(store, world, inbox, stopping.signal);
  await openGroups(world, openings, perSecond);
  const end = performance.now() + patience;
  while (took.length < openings && performance.now() < end) await systemClock.sleep(50);
  stopping.abort();
  await Promise.all(loops);
  if (took.length < openings) throw new Error(`expected ${openings} reverts, found ${took.length}`);
  const fifth = Math.ceil(took.length / 5);
  const rising = shareOf(took.slice(-fifth), 0.5) / shareOf(took.slice(0, fifth), 0.5);
  const [p50, p99, most] = [0.5, 0.99, 1].map((share) => shareOf(took, share)) as [number, number, number];
  return { reverts: openings, perSecond, p50, p99, most, rising };
}

/** The value below which such a share of them lies. */
function shareOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function worldFor(groups: number, hears: (made: MadeCall) => void) {
  const { account, region } = benchSite;
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [state] = addVpc(emptyState(account, region), of);
  const model = new Ec2Model({ account, region, state, throttles: false, quotas: { groups: groups + 1 } });
  return createWorld({ models: [model], now: Date.now, chance: seededChance(1), routes: [], hears });
}

type World = ReturnType<typeof worldFor>;

/** A group is made half a step before it is opened, as people do. */
async function openGroups(world: World, openings: number, perSecond: number): Promise<void> {
  const caller = { identity: iamUser(benchSite.account, 'alice'), userAgent: 'aws-cli/2.31.0', from: '198.51.100.7' };
  const VpcId = [...world.model(benchSite)!.state.vpcs.keys()][0]!;
  const step = 1000 / perSecond;
  const began = performance.now();
  const until = (at: number) => systemClock.sleep(Math.max(0, began + at * step - performance.now()));
  for (let number = 0; number < openings; number++) {
    await until(number);
    const made = { GroupName: `web-${number}`, Description: 'web', VpcId };
    const { answer } = world.ask(benchSite, 'CreateSecurityGroup', made, caller)!;
    if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    await until(number + 0.5);
    const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    const request = { GroupId: answer.result.GroupId, IpPermissions: [ssh] };
    world.ask(benchSite, 'AuthorizeSecurityGroupIngress', request, caller);
  }
}

function startLoops(tapped: Store, world: World, inbox: TextInbox, signal: AbortSignal): readonly Promise<void>[] {
  const clock = systemClock;
  const news: News = { tell: () => {}, listen: () => {} };
  const tap = tapStore(tapped, news, clock.now);
  const bell = taskBell(clock);
  const store = withAlarms(tap.store, bell);
  const judging = { policy: revertingPolicy(), engine: '0.0.0' };
  const ownRoles = Object.values(modelRoles).map((name) => `arn:aws:iam::${benchSite.account}:role/${name}`);
  const partsOf = (worker: string, source: Inbox): LiveParts =>
    withMemo({
      ...{ store, inbox: source, clock, worker, backlog: null, policy: () => judging },
      ...{ gatherer: modelGatherer(world, clock), reverter: modelReverter(world, clock) },
      chance: { next: seededChance(7) },
      settings: { ...defaultLiveSettings, sites: [benchSite], ownRoles },
    });
  const beats = startBeats(clock.monotonic);
  const around = (name: string) => ({ name, signal, beats, news, trouble: tap.trouble });
  return [
    watchLoop(partsOf('watch', waitingInbox(inbox)), around('watch'), () => false),
    taskLoop(partsOf('tasks', inbox), around('tasks'), { bell, kinds: () => taskKinds }),
  ];
}

/** As a queue that is polled long: who asks waits until there is something. */
function waitingInbox(inbox: TextInbox): Inbox {
  return {
    ...inbox,
    take: async (most, signal) => {
      while (inbox.waiting === 0 && signal?.aborted !== true) await systemClock.sleep(1, signal);
      return await inbox.take(most);
    },
  };
}
