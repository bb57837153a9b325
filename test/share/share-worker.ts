import { revertingPolicy } from '../../bench/loop/reverting-policy.ts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import { openStore } from '../../src/apps/server/open-store.ts';
import { modelGatherer } from '../../src/aws/model/live/model-gatherer.ts';
import { modelReverter } from '../../src/aws/model/live/model-reverter.ts';
import { modelRoles } from '../../src/aws/model/live/own-roles.ts';
import type { World } from '../../src/aws/model/live/world.ts';
import { defaultLiveSettings, type LiveParts } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { taskStep } from '../../src/flow/live/work.ts';
import { openSqsInbox } from '../../src/sources/sqs/open-sqs-inbox.ts';
import { site } from './people.ts';

// A process that watches and acts until it is told to end: `<place of the store> <port of the stand-in> <name>`.
// In the end it says how many messages it took and how many tasks it did.

const [place = '', port = '', name = ''] = process.argv.slice(2);
const opening = await openStore(place);
if (opening.kind === 'refused') throw new Error(opening.why);
const { store } = opening;
const stopping = new AbortController();
const { signal } = stopping;
process.on('SIGTERM', () => stopping.abort());

const endpoint = `http://127.0.0.1:${port}`;
const credentials = async () => ({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'nobody' });
const inbox = openSqsInbox({
  queue: `${endpoint}/${site.account}/records`,
  access: { region: site.region, endpoint, credentials },
  ...{ calls: new Set<string>(), clock: systemClock, settings: { wait: 0, visibility: 5_000, receives: 1 } },
});

const client: World['client'] = (caller) => async (at, action, request) => {
  const body = JSON.stringify({ action, request, caller: caller(at) });
  const response = await fetch(`${endpoint}/ec2`, { method: 'POST', body });
  return JSON.parse(await response.text());
};

const judging = { policy: revertingPolicy(), engine: '0.0.0' };
const ownRoles = Object.values(modelRoles).map((role) => `arn:aws:iam::${site.account}:role/${role}`);
const partsOf = (part: string): LiveParts =>
  withMemo({
    ...{ store, inbox, clock: systemClock, worker: `${name}/${part}`, backlog: null, policy: () => judging },
    ...{ gatherer: modelGatherer({ client }, systemClock), reverter: modelReverter({ client }, systemClock) },
    chance: { next: Math.random },
    settings: {
      ...{ ...defaultLiveSettings, sites: [site], ownRoles },
      ...{ settle: 200, apart: 100, reads: [50, 200, 400, 800, 1_600, 3_200] },
    },
  });

process.stdout.write('ready\n');
let tasks = 0;
const again = async (step: () => Promise<'worked' | 'idle'>, heard: () => void): Promise<void> => {
  while (!signal.aborted) {
    if ((await step()) === 'worked') heard();
    else await systemClock.sleep(20, signal);
  }
};
const [watching, working] = [partsOf('watch'), partsOf('tasks')];
await Promise.all([
  again(
    () => watchStep(watching, signal),
    () => {},
  ),
  again(
    () => taskStep(working),
    () => tasks++,
  ),
]);
const { messages } = inbox.figures();
await inbox.close();
await store.close();
process.stdout.write(JSON.stringify({ name, messages, tasks }));
process.exit(0);
