import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import type { Clock, Inbox } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { policyOf } from '../generate/policy-of.ts';
import { openRecordFeed, type RecordFeed } from '../loop/record-feed.ts';
import { openTextInbox } from '../loop/text-inbox.ts';
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

const [batch, alive] = [10, 100];

/** How a worker watches. */
export interface Watching {
  /** As the server does, it remembers what it has read and judged. */
  readonly remembers?: boolean;
  /** One record in so many is of the perimeter; the others tell of calls that nobody watches. */
  readonly oneIn?: number;
}

/** Lets one worker watch so many records, 30 checks each, ten at a time; what making them costs is not counted. */
export async function watchRecords(
  store: Store,
  records: number,
  { remembers = false, oneIn = 1 }: Watching = {},
): Promise<Watched> {
  const feed = openRecordFeed(remembers ? alive : records);
  const inbox = openTextInbox();
  const plain = partsOf(store, feed, inbox);
  const parts = remembers ? withMemo(plain) : plain;
  let [millis, rssAtTenth, heapAtTenth, last] = [0, 0, 0, ''];
  for (let number = 0; number < records; number++) {
    if (number % oneIn === 0) last = feed.next();
    inbox.put(number % oneIn === 0 ? last : unwatched(last, number));
    if (inbox.waiting < batch && number + 1 < records) continue;
    const began = performance.now();
    await watchStep(parts);
    millis += performance.now() - began;
    if (inbox.waiting > 0) throw new Error(`expected all records to be kept, ${inbox.waiting} are not`);
    if (rssAtTenth === 0 && number >= records / 10) [rssAtTenth, heapAtTenth] = [residentMb(), heapMb()];
  }
  const rssAtEnd = residentMb();
  return { perSecond: (records * 1000) / millis, rssAtTenth, rssAtEnd, heapAtTenth, heapAtEnd: heapMb() };
}

/** The record of a call that moves nothing: as long, and by another id. */
function unwatched(text: string, number: number): string {
  const eventID = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const record = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify({ ...record, eventID, eventName: 'DescribeInstances', readOnly: true });
}

function partsOf(store: Store, { world, now }: RecordFeed, inbox: Inbox): LiveParts {
  const clock: Clock = { now, monotonic: now, sleep: async () => {} };
  const judging = { policy: policyOf(30), engine: '0.0.0' };
  return {
    ...{ store, inbox, clock, gatherer: modelGatherer(world, clock), reverter: modelReverter(world, clock) },
    ...{ chance: { next: seededChance(7) }, policy: () => judging, backlog: null, worker: 'bench' },
    settings: { ...defaultLiveSettings, sites: [benchSite], ownRoles: [] },
  };
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
