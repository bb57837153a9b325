import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { addVpc } from '../../src/aws/model/calls/vpcs.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import { createWorld } from '../../src/aws/model/live/world.ts';
import { Ec2Model } from '../../src/aws/model/model.ts';
import { iamUser } from '../../src/aws/model/record/identity.ts';
import { emptyState } from '../../src/aws/model/state.ts';
import type { Clock, Inbox, Message } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { policyOf } from '../generate/policy-of.ts';
import { benchSite } from './fill-ledger.ts';

/** What the live loop makes of the records of a model: ten calls to every group, its creation among them. */
export interface Watched {
  readonly perSecond: number;
  /** Megabytes (10^6) of the process after a tenth of the records and after all of them. */
  readonly rssAtTenth: number;
  readonly rssAtEnd: number;
  /** Megabytes of objects that are still in use then, after a collection. */
  readonly heapAtTenth: number;
  readonly heapAtEnd: number;
}

const batch = 10;

/** Lets one worker watch so many records, 30 checks each, ten at a time; what making them costs is not counted. */
export async function watchRecords(store: Store, records: number): Promise<Watched> {
  let at = Date.UTC(2026, 0, 1);
  const { account, region } = benchSite;
  const of = { cidr: '10.0.0.0/16', tenancy: 'default', hasIpv6: false, isDefault: false, tags: {} };
  const [state] = addVpc(emptyState(account, region), of);
  const model = new Ec2Model({ account, region, state, throttles: false, quotas: { groups: records } });
  const world = createWorld({ models: [model], now: () => at, chance: seededChance(1), routes: [] });
  const waiting: Message[] = [];
  const parts = partsOf(store, world, () => at, inboxOf(waiting));
  const caller = { identity: iamUser(account, 'alice'), userAgent: 'aws-cli/2.31.0', from: '198.51.100.7' };
  const VpcId = [...model.state.vpcs.keys()][0]!;
  let [millis, rssAtTenth, heapAtTenth, group] = [0, 0, 0, ''];
  for (let number = 0; number < records; number++) {
    at += 1000;
    const request = { GroupId: group, IpPermissions: [permission(number)] };
    const { answer, record } =
      number % 10 === 0
        ? world.ask(
            benchSite,
            'CreateSecurityGroup',
            { GroupName: `web-${number}`, Description: 'web', VpcId },
            caller,
          )!
        : world.ask(benchSite, 'AuthorizeSecurityGroupIngress', request, caller)!;
    if (answer.kind === 'refused') throw new Error(`${answer.code}: ${answer.message}`);
    if ('GroupId' in answer.result) group = answer.result.GroupId as string;
    waiting.push(messageOf(number, JSON.parse(JSON.stringify(record)) as JsonObject));
    if (waiting.length < batch && number + 1 < records) continue;
    const began = performance.now();
    await watchStep(parts);
    millis += performance.now() - began;
    if (waiting.length > 0) throw new Error(`expected all records to be kept, ${waiting.length} are not`);
    if (rssAtTenth === 0 && number >= records / 10) [rssAtTenth, heapAtTenth] = [residentMb(), heapMb()];
  }
  const rssAtEnd = residentMb();
  return { perSecond: (records * 1000) / millis, rssAtTenth, rssAtEnd, heapAtTenth, heapAtEnd: heapMb() };
}

function partsOf(store: Store, world: ReturnType<typeof createWorld>, now: () => number, inbox: Inbox): LiveParts {
  const clock: Clock = { now, monotonic: now, sleep: async () => {} };
  const judging = { policy: policyOf(30), engine: '0.0.0' };
  return {
    ...{ store, inbox, clock, gatherer: modelGatherer(world, clock), reverter: modelReverter(world, clock) },
    ...{ chance: { next: seededChance(7) }, policy: () => judging, backlog: null, worker: 'bench' },
    settings: { ...defaultLiveSettings, sites: [benchSite], ownRoles: [] },
  };
}

/** Every third rule is SSH from a place of its own, so that some of them are breaches. */
function permission(number: number) {
  const port = number % 3 === 0 ? 22 : 8000 + (number % 10);
  const CidrIp = number % 2 === 0 ? `10.${number % 10}.0.0/16` : `198.51.100.${number % 200}/32`;
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] };
}

function inboxOf(waiting: Message[]): Inbox {
  return {
    take: async (most) => ({ kind: 'taken', messages: waiting.slice(0, most) }),
    done: async (receipt) => {
      waiting.splice(
        waiting.findIndex((each) => each.receipt === receipt),
        1,
      );
      return { kind: 'settled' };
    },
  };
}

function messageOf(number: number, json: JsonObject): Message {
  const place = { file: 'queue', number };
  const intaken = { kind: 'record', json, place, from: 'eventbridge', receivedAt: null } as const;
  return { receipt: String(number), intaken: [intaken] };
}

/** Megabytes that this process has in memory. */
export function residentMb(): number {
  return process.memoryUsage().rss / 1e6;
}

function heapMb(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
