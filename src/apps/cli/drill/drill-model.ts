import { join, relative } from 'node:path';
import type { Channel } from '../../../contracts/channel.ts';
import { readInstant } from '../../../core/leaf/instant.ts';
import { runDrill } from '../../../flow/drill/run-drill.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { openDrillWorld } from '../../live/drill-world.ts';
import { readPolicies } from '../open-policy.ts';
import { packageRoot } from '../package-root.ts';
import type { OpenDrill } from './opened-drill.ts';

/** When it happens, by its own clock. */
const start = readInstant('2026-03-02T09:00:00Z')!;

/** So long the worker runs before: it has read what stands. */
const before = 5_000;

/** A drill on a simulated AWS, with a worker and two channels in memory: nothing of it is left. */
export const openModelDrill: OpenDrill = async (_args, _options, terminal) => {
  const path = relative(process.cwd(), join(packageRoot(), 'examples', 'live', 'drill.yaml'));
  const judging = await readPolicies([path], terminal);
  const taking: Channel = {
    ...{ memory: 'edits', takes: ['first', 'update', 'again'] },
    deliver: async ({ alert }) => ({ kind: 'done', ref: alert.id }),
  };
  const channels = new Map([
    ['slack.secops', taking],
    ['mail.secops', taking],
  ]);
  const world = openDrillWorld({ store: createMemoryStore(1), judging, channels, start });
  await world.passes(before);
  return {
    place: `${world.site.account} ${world.site.region}, a simulated AWS with its own clock`,
    ...{ policy: judging.policy.digest, ledger: null },
    run: (how) => runDrill({ ...world.drill, ...how }, { site: world.site, group: null }),
    close: async () => {},
  };
};
