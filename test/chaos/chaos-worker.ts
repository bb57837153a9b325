import { withAlarms } from '../../src/apps/live/alarms.ts';
import { systemChance } from '../../src/apps/live/system-chance.ts';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import { startBeats } from '../../src/apps/server/beats.ts';
import { deliverLoop } from '../../src/apps/server/deliver-loop.ts';
import { startNews } from '../../src/apps/server/news.ts';
import { openChannels } from '../../src/apps/server/open-channels.ts';
import { postLoop } from '../../src/apps/server/post-loop.ts';
import { tapStore } from '../../src/apps/server/store-tap.ts';
import { taskBell } from '../../src/apps/server/task-bell.ts';
import type { Clock } from '../../src/contracts/live.ts';
import { inUtc } from '../../src/core/leaf/zone.ts';
import { defaultLiveSettings } from '../../src/flow/live/live-parts.ts';
import { Pace } from '../../src/flow/live/post/deliver-pace.ts';
import type { DeliverySettings } from '../../src/flow/live/post/deliver-parts.ts';
import { defaultHearSettings } from '../../src/flow/live/post/hear-parts.ts';
import { wordMessage } from '../../src/flow/live/post/word-message.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { fixedSecrets } from '../channels/fixed-secrets.ts';
import { chaosPolicy } from './chaos-policy.ts';
import type { Reachable } from './chaos-services.ts';

// A process that hears and delivers until it is killed: `<store> <name> <JSON of WorkerGiven>`.

/** What a worker is started with. */
export interface WorkerGiven {
  readonly reachable: Reachable;
  readonly delivery: DeliverySettings;
  /** How far its clock is behind that of this machine, in milliseconds. */
  readonly behind: number;
}

const [place = '', name = '', text = '{}'] = process.argv.slice(2);
const { behind, delivery, reachable } = JSON.parse(text) as WorkerGiven;
const opened = openSqliteStore({ path: place, shards: 2 });
if (opened.kind === 'refused') throw new Error(opened.why);
const clock: Clock = { ...systemClock, now: () => systemClock.now() - behind };
const news = startNews();
news.listen((happened) => {
  if (happened.kind === 'fault') console.error(`${happened.where}: ${happened.why}`);
});
const tapped = tapStore(opened.store, news, clock.now);
const bell = taskBell(clock);
const store = withAlarms(tapped.store, bell);
const judging = chaosPolicy();
const channels = openChannels({
  ...{ settings: () => reachable.channels, policy: () => judging.policy, every: 0 },
  parts: { secrets: fixedSecrets(reachable.secrets), guard: 'loopback', places: reachable.places, ca: reachable.ca },
});
const { signal } = new AbortController();
const around = (loop: string) => ({
  ...{ name: loop, signal, news, trouble: tapped.trouble },
  beats: startBeats(clock.monotonic),
});
const live = { ...defaultLiveSettings, sites: [], ownRoles: [] };
const hears = { store, clock, policy: () => judging, worker: `${name}/telling`, settings: live, backlog: null };
const word: Parameters<typeof deliverLoop>[0]['word'] = (row) =>
  wordMessage({ store, clock, directory: () => judging.policy.directory, ledger: null }, row);
process.stdout.write('begun\n');
await Promise.all([
  postLoop({ ...hears, offsetOf: inUtc, post: { ...defaultHearSettings, editAfter: 200 } }, around('telling'), {
    ...{ bell, isAny: () => true },
  }),
  deliverLoop(
    {
      ...{ store, clock, chance: systemChance, worker: `${name}/delivery`, pace: new Pace(clock) },
      ...{ channel: channels.reach, word, delivery },
    },
    around('delivery'),
    { bell, patience: 60_000 },
  ),
]);
