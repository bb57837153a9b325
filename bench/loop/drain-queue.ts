import { systemClock } from '../../src/apps/live/system-clock.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import type { Store } from '../../src/contracts/store.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import type { LiveSource } from '../../src/sources/live/live-source.ts';
import { openSqsInbox } from '../../src/sources/sqs/open-sqs-inbox.ts';
import { policyOf } from '../generate/policy-of.ts';
import { benchSite } from '../ledger/fill-ledger.ts';
import { openRecordFeed } from './record-feed.ts';

/**
 * Messages a second through our own SQS source, from the first receive to the last deletion: received and deleted alone
 * (`store: null`), or judged by 30 checks and stored before they are deleted. EC2 stands as the last record left it, as it
 * does when a queue has been waiting.
 */
export async function drainQueue(endpoint: string, records: number, store: Store | null): Promise<number> {
  const feed = openRecordFeed(records);
  for (let number = 0; number < records; number++) feed.next();
  const credentials = async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'nobody' });
  const source = openSqsInbox({
    queue: `${endpoint}/${benchSite.account}/records`,
    access: { region: benchSite.region, endpoint, credentials },
    ...{ calls: new Set<string>(), clock: systemClock },
  });
  const step = store === null ? () => receive(source) : watch(source, store, feed);
  const began = performance.now();
  while (source.figures().messages < records || source.figures().inHand > 0) await step();
  await source.close();
  return (records * 1000) / (performance.now() - began);
}

async function receive(source: LiveSource): Promise<void> {
  const taken = await source.take(10);
  if (taken.kind !== 'taken') throw new Error(taken.why);
  for (const { receipt } of taken.messages) await source.done(receipt);
}

function watch(inbox: LiveSource, store: Store, { world, now }: ReturnType<typeof openRecordFeed>) {
  const clock = { now, monotonic: now, sleep: async () => {} };
  const judging = { policy: policyOf(30), engine: '0.0.0' };
  const parts: LiveParts = withMemo({
    ...{ store, inbox, clock, gatherer: modelGatherer(world, clock), reverter: modelReverter(world, clock) },
    ...{ chance: { next: seededChance(7) }, policy: () => judging, backlog: null, worker: 'bench' },
    settings: { ...defaultLiveSettings, sites: [benchSite], ownRoles: [] },
  });
  return () => watchStep(parts);
}
