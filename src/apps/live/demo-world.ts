import { isRead } from '../../aws/model/call.ts';
import { modelGatherer } from '../../aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../aws/model/live/model-reverter.ts';
import { modelRoles } from '../../aws/model/live/own-roles.ts';
import { seededChance } from '../../aws/model/live/seeded-chance.ts';
import { createWorld, type MadeCall, type World } from '../../aws/model/live/world.ts';
import type { Ec2Model } from '../../aws/model/model.ts';
import type { Route } from '../../aws/model/record/deliver.ts';
import type { Store } from '../../contracts/store.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { defaultLiveSettings, type LiveParts } from '../../flow/live/live-parts.ts';
import { withMemo } from '../../flow/live/memory/with-memo.ts';
import { alarms, withAlarms } from './alarms.ts';
import type { Running } from './run-worker.ts';
import { virtualClock } from './virtual-clock.ts';

/** What a world for demonstration is made of. */
export interface DemoParts {
  readonly models: readonly Ec2Model[];
  readonly store: Store;
  readonly judging: Judging;
  /** When it begins, by its own clock. */
  readonly start: Instant;
  /** The same seed, the same delays of records. */
  readonly seed: number;
  /** Ways on which records come, if not as EventBridge brings them. */
  readonly routes?: readonly Route[];
}

/** A simulated AWS with one worker of ours in it. */
export interface DemoWorld extends Running {
  readonly world: World;
  readonly parts: LiveParts;
}

/** Milliseconds that a call of ours takes. */
const latency = { read: 120, write: 250 } as const;

/** Puts a worker into a world made of EC2 models. Calls of ours take a while, records come as EventBridge brings them. */
export function openDemoWorld({ models, store, judging, start, seed, routes }: DemoParts): DemoWorld {
  const [clock, bells, chance] = [virtualClock(start), alarms(), seededChance(seed)];
  const hears = ({ call, caller }: MadeCall): void => {
    if (/\bapp\/portcullis\b/.test(caller.userAgent))
      clock.advance(clock.now() + (isRead(call.action) ? latency.read : latency.write));
  };
  const world = createWorld({ models, now: clock.now, chance, hears, ...(routes === undefined ? {} : { routes }) });
  const sites = models.map(({ state: { account, region } }): Site => ({ account, region }));
  const parts = withMemo({
    ...{ store: withAlarms(store, bells), inbox: world.inbox, clock, chance: { next: seededChance(seed + 1) } },
    ...{ gatherer: modelGatherer(world, clock), reverter: modelReverter(world, clock) },
    ...{ policy: () => judging, backlog: null, worker: 'demo' },
    settings: { ...defaultLiveSettings, sites, ownRoles: sites.flatMap(rolesOf) },
  });
  return { world, parts, clock, alarms: bells, arrivals: () => world.next() };
}

function rolesOf({ account }: Site): readonly string[] {
  return Object.values(modelRoles).map((name) => `arn:aws:iam::${account}:role/${name}`);
}
