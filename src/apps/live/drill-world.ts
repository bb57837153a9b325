import { ec2Canary } from '../../aws/drill/ec2-canary.ts';
import { addVpc } from '../../aws/model/calls/vpcs.ts';
import { takeId, takeIds } from '../../aws/model/ids.ts';
import { forbidBeyondRoles } from '../../aws/model/live/own-roles.ts';
import { Ec2Model, type ModelParts } from '../../aws/model/model.ts';
import type { Route } from '../../aws/model/record/deliver.ts';
import { assumedRole } from '../../aws/model/record/identity.ts';
import { userAgents } from '../../aws/model/record/user-agents.ts';
import { type Ec2State, emptyState, type HeldRule, withHeld } from '../../aws/model/state.ts';
import type { Channel } from '../../contracts/channel.ts';
import type { Clock } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { JsonObject } from '../../core/leaf/canonical.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { canaryTag } from '../../core/plan/drill/canary-rule.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { drillOf } from '../../flow/drill/drill-of.ts';
import { type DrillParts, defaultDrillSettings } from '../../flow/drill/drill-parts.ts';
import type { LiveParts } from '../../flow/live/live-parts.ts';
import { Pace } from '../../flow/live/post/deliver-pace.ts';
import { type DeliverParts, defaultDeliverySettings } from '../../flow/live/post/deliver-parts.ts';
import { deliverStep } from '../../flow/live/post/deliver-step.ts';
import { defaultHearSettings, type HearParts } from '../../flow/live/post/hear-parts.ts';
import { hearStep } from '../../flow/live/post/hear-step.ts';
import { wordMessage } from '../../flow/live/post/word-message.ts';
import { offsetOf } from '../../settings/zone-offset.ts';
import { openDemoWorld } from './demo-world.ts';
import { runWorker } from './run-worker.ts';

/** What a world for a drill is made of. */
export interface DrillWorldParts {
  readonly store: Store;
  readonly judging: Judging;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly start: Instant;
  readonly routes?: readonly Route[];
  /** What IAM forbids to others than our roles, and what it forbids them as well. */
  readonly forbids?: NonNullable<ModelParts['forbids']>;
  /** Parts of the worker that are not as usual. */
  readonly worker?: (parts: LiveParts) => Partial<LiveParts>;
  /** `false`: nobody hears, and nobody is told. */
  readonly telling?: boolean;
}

/** A simulated AWS with a canary in it, one worker of ours, and people who are told. */
export interface DrillWorld {
  readonly site: { readonly account: string; readonly region: string };
  readonly canary: string;
  readonly model: Ec2Model;
  readonly drill: DrillParts;
  /** Puts a record on its way, as EventBridge brings it. */
  put(record: JsonObject): void;
  /** Lets so many milliseconds pass. */
  passes(span: number): Promise<void>;
}

/** Where it happens: documentation's account number. */
const site = { account: '111122223333', region: 'eu-west-1' };

/** Puts it together. Its clock moves only while somebody sleeps by it. */
export function openDrillWorld(parts: DrillWorldParts): DrillWorld {
  const { channels, judging, routes, start, store } = parts;
  const [state, canary] = canaryState();
  const forbids = parts.forbids ?? forbidBeyondRoles();
  const model = new Ec2Model({ ...site, state, forbids, throttles: false });
  const demo = openDemoWorld({
    ...{ models: [model], store, judging, start, seed: 7 },
    ...(routes === undefined ? {} : { routes }),
  });
  const { clock } = demo;
  const live: LiveParts = { ...demo.parts, ...parts.worker?.(demo.parts) };
  const patient: Clock = {
    ...{ now: clock.now, monotonic: clock.monotonic },
    // A channel of here answers at once: nothing need be waited for, and no time passes.
    sleep: (_span, signal) => new Promise((done) => signal?.addEventListener('abort', () => done(), { once: true })),
  };
  const hears: HearParts = {
    ...{ ...live, offsetOf, post: { ...defaultHearSettings, editAfter: 0 } },
    drillOf: (decision) => drillOf(store, decision),
  };
  const directory = () => judging.policy.directory;
  const delivers: DeliverParts = {
    ...{ store: live.store, clock: patient, chance: live.chance, worker: 'telling' },
    channel: (name) => {
      const channel = channels.get(name);
      return channel === undefined
        ? { kind: 'unreachable', why: `there is no channel \`${name}\``, fallback: null }
        : { kind: 'reached', channel, fallback: null, every: 0 };
    },
    word: (row) => wordMessage({ store, clock, directory, ledger: null }, row),
    ...{ pace: new Pace(clock), delivery: defaultDeliverySettings },
  };
  const also = async (): Promise<'worked' | 'idle'> => {
    if (parts.telling === false) return 'idle';
    let did = await hearStep(hears);
    for (const name of channels.keys()) if ((await deliverStep(delivers, name)) === 'worked') did = 'worked';
    return did;
  };
  // What could be taken now and was not is taken by nobody.
  const arrivals = (): Instant | null => {
    const next = demo.arrivals();
    return next === null || next <= clock.now() ? null : next;
  };
  const passes = (span: number): Promise<void> =>
    runWorker({ ...demo, parts: live, also, arrivals }, clock.now() + span, async () => {});
  const drillClock: Clock = { now: clock.now, monotonic: clock.monotonic, sleep: passes };
  const identity = assumedRole(site.account, { role: 'PortcullisDrill', session: 'drill', at: start });
  const caller = { identity, userAgent: userAgents.sdk, from: '203.0.113.40' };
  return {
    ...{ site, canary, model, passes },
    put: (record) => demo.world.put({ Records: [record] }),
    drill: {
      ...{
        store: live.store,
        clock: drillClock,
        canary: ec2Canary(
          demo.world.client(() => caller),
          clock,
        ),
      },
      ...{ policy: () => judging.policy, acting: true, settings: defaultDrillSettings },
    },
  };
}

/** An account with an empty group that is on nothing, tagged as the canary; HTTPS is open on it, as on any other. */
function canaryState(): readonly [Ec2State, string] {
  const vpc = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [founded, { id: vpcId }] = addVpc(emptyState(site.account, site.region), vpc);
  const [id, one] = takeId(founded, 'sg');
  const [[rule = ''], two] = takeIds(one, 'sgr', 1);
  const https: HeldRule = {
    ...{ id: rule, direction: 'ingress', protocol: 'tcp', ports: [443, 443], description: null, tags: {} },
    peer: { kind: 'ipv4', value: '0.0.0.0/0' },
  };
  const tags = { [canaryTag]: 'yes', env: 'prod', owner: 'platform' };
  const group = { id, name: 'portcullis-canary', description: 'for drills', vpc: vpcId, tags, rules: [https] };
  return [withHeld(two, 'groups', group), id];
}
