import type { Inbox } from '../../../contracts/live.ts';
import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { AskEc2, Ec2Reply } from '../../ask-ec2.ts';
import { type Ec2Action, type Ec2Call, type Ec2Request, isRead } from '../call.ts';
import type { Caller } from '../caller.ts';
import type { Asked, Ec2Model } from '../model.ts';
import { type Chance, deliver, eventBridge, gatherLogFiles, type Route } from '../record/deliver.ts';
import { refuse } from '../refusal.ts';
import { createQueue, type QueueWays, standardQueue } from './message-queue.ts';

/** A call that was made in a world, as its truth is told. */
export interface MadeCall {
  readonly site: Site;
  readonly at: Instant;
  readonly call: Ec2Call;
  readonly caller: Caller;
  readonly asked: Asked;
}

/** What a world is made of. */
export interface WorldParts {
  readonly models: readonly Ec2Model[];
  /** The time of AWS, whatever a worker's clock says. */
  readonly now: () => Instant;
  readonly chance: Chance;
  /** Ways on which every record comes; none: nobody is told of anything. */
  readonly routes?: readonly Route[];
  readonly queue?: QueueWays;
  /** Whether a caller's call never leaves (`unsent`), or happens and its answer is lost. */
  readonly fate?: (call: Ec2Call, caller: Caller, at: Instant) => 'fine' | 'unsent' | 'lost';
  /** Hears of every call, looks included. */
  readonly hears?: (made: MadeCall) => void;
}

/** AWS as far as the product meets it: EC2 in some accounts and regions, CloudTrail, and a queue that records come by. */
export interface World {
  model(site: Site): Ec2Model | null;
  /** Makes somebody's call and puts its record on the way; `null` where there is no such account and region. */
  ask<A extends Ec2Action>(site: Site, action: A, request: Ec2Request<A>, caller: Caller): Asked<A> | null;
  /** EC2 as a client of somebody's sees it: answers may be lost. `caller` is asked anew for each call. */
  client(caller: (site: Site) => Caller): AskEc2;
  /** Puts any message on its way, to come in at a moment (default: now). */
  put(body: Json, at?: Instant): void;
  readonly inbox: Inbox;
  /** The first moment from which there is something to take; `null` when nothing is on its way. */
  next(): Instant | null;
  /** Messages on their way or not acknowledged yet; records for a log file count from when it is written. */
  readonly waiting: number;
}

/** Makes a world around models of EC2. It has no clock and no luck of its own: the same calls make the same world. */
export function createWorld(parts: WorldParts): World {
  const { now, chance, routes = [eventBridge], fate, hears } = parts;
  const queue = createQueue(now, chance, parts.queue ?? standardQueue);
  const models = new Map(parts.models.map((model) => [`${model.state.account}/${model.state.region}`, model]));
  const files = new Map<string, { at: Instant; records: JsonObject[] }>();
  const bringsReads = routes.some(({ kind }) => kind === 's3');

  function send(site: Site, action: Ec2Action, record: () => JsonObject, at: Instant): void {
    // EventBridge is never told of reads, and rendering every look would cost most of a run.
    if (routes.length === 0 || (isRead(action) && !bringsReads)) return;
    const rendered = record();
    for (const route of routes) {
      for (const delivery of deliver(rendered, at, route, chance)) {
        if (route.kind === 'eventbridge') queue.put(delivery.body, delivery.at);
        else keepForFile(site, delivery.at, rendered);
      }
    }
  }

  function keepForFile(site: Site, at: Instant, record: JsonObject): void {
    const key = `${site.account}/${site.region}/${at}`;
    const file = files.get(key) ?? { at, records: [] };
    file.records.push(record);
    files.set(key, file);
  }

  function writeFiles(): void {
    for (const [key, { at, records }] of files) {
      if (at > now()) continue;
      files.delete(key);
      const deliveries = records.map((record) => ({ at, body: { Records: [record] } }));
      for (const { body } of gatherLogFiles(deliveries, chance)) queue.put(body, at);
    }
  }

  const world: World = {
    model: ({ account, region }) => models.get(`${account}/${region}`) ?? null,
    ask: (site, action, request, caller) => {
      const model = world.model(site);
      if (model === null) return null;
      const at = now();
      const asked = model.ask(action, request, caller, at);
      hears?.({ site, at, call: { action, request } as Ec2Call, caller, asked: asked as Asked });
      send(site, action, () => asked.record, at);
      return asked;
    },
    client: (caller) => async (site, action, request) => {
      const who = caller(site);
      const destiny = fate?.({ action, request } as Ec2Call, who, now()) ?? 'fine';
      if (destiny === 'unsent') return { kind: 'unanswered', sent: false, why: `\`${action}\` could not be sent` };
      const answer = world.ask(site, action, request, who)?.answer ?? refuse('OptInRequired');
      return destiny === 'lost' ? lostAnswer(action) : answer;
    },
    put: (body, at = now()) => queue.put(body, at),
    inbox: {
      take: async (most, signal) => {
        writeFiles();
        return await queue.inbox.take(most, signal);
      },
      done: queue.inbox.done,
    },
    next: () => {
      const times = [queue.next(), ...[...files.values()].map(({ at }) => at)].filter((at) => at !== null);
      return times.length === 0 ? null : Math.min(...times);
    },
    get waiting() {
      return queue.waiting + files.size;
    },
  };
  return world;
}

function lostAnswer(action: Ec2Action): Ec2Reply<never> {
  return { kind: 'unanswered', sent: true, why: `no answer to \`${action}\` came` };
}
