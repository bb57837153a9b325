import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../../src/contracts/store.ts';
import { defaultDeliverySettings } from '../../src/flow/live/post/deliver-parts.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { type ChaosServices, type ServiceTally, startServices } from './chaos-services.ts';
import type { WorkerGiven } from './chaos-worker.ts';
import { feedDecisions } from './feed-decisions.ts';
import { inspectTelling, type ToldSoFar } from './inspect-telling.ts';

/** How much chaos there is. */
export interface ChaosAsked {
  readonly decisions: number;
  readonly groups: number;
  readonly kills: number;
  /** How many requests of a hundred fail. */
  readonly fail: number;
  readonly seed: number;
  /** How long a worker lives at most before it is killed, in milliseconds. */
  readonly life: number;
}

/** What it came to. */
export interface ChaosReport extends ToldSoFar {
  readonly killed: number;
  readonly services: Readonly<Record<string, ServiceTally>>;
  /** Messages that their services do not show. */
  readonly missing: readonly string[];
  readonly seconds: number;
}

/** Services that know a copy of what they were sent, or where ours looks for it first: nothing may be shown twice there. */
export const keyed: readonly string[] = ['pager', 'hook', 'mail'];

/** Stand-ins have a clock of their own, which begins here. */
const began = 1_769_850_900_000;

const delivery = {
  ...{ ...defaultDeliverySettings, timeout: 5_000, margin: 1_500, backoff: 40, longest: 1_000 },
  ...{ fallbackAfter: 1_000, fallbackWithin: 3_600_000 },
};

/** Feeds decisions, while workers that tell of them are killed one after the other, and waits until all is told. */
export async function runChaos(asked: ChaosAsked, say: (line: string) => void = () => {}): Promise<ChaosReport> {
  const home = mkdtempSync(join(tmpdir(), 'portcullis-chaos-'));
  const chance = seeded(asked.seed);
  const services = await startServices(asked.fail, chance);
  const place = join(home, 'chaos.db');
  const opened = openSqliteStore({ path: place, shards: 2 });
  if (opened.kind === 'refused') throw new Error(opened.why);
  const started = Date.now();
  const behind = started - began;
  try {
    return await untilTold({ asked, services, store: opened.store, place, behind, chance, say });
  } finally {
    await opened.store.close();
    await services.close().catch((error: unknown) => say(`a stand-in failed: ${String(error)}`));
    rmSync(home, { recursive: true, force: true });
  }
}

interface Stage {
  readonly asked: ChaosAsked;
  readonly services: ChaosServices;
  readonly store: Store;
  readonly place: string;
  readonly behind: number;
  readonly chance: () => number;
  readonly say: (line: string) => void;
}

async function untilTold({ asked, services, store, place, behind, chance, say }: Stage): Promise<ChaosReport> {
  const started = performance.now();
  const given: WorkerGiven = { reachable: services.reachable, delivery, behind };
  const wrong: string[] = [];
  let killed = 0;
  let paused = Promise.resolve();
  let [fed, isFed] = [0, false];
  const perLife = Math.ceil(asked.decisions / Math.max(1, asked.kills));
  const feeding = feedDecisions(store, {
    ...{ count: asked.decisions, groups: asked.groups, chance, now: () => Date.now() - behind },
    written: async (count) => {
      fed = count;
      while (fed > (killed + 1) * perLife && killed < asked.kills) await wait(20);
      await paused;
    },
  }).then(() => {
    isFed = true;
  });
  for (;;) {
    const worker = startWorker(place, `worker ${killed}`, given);
    await worker.begun;
    const isLast = killed >= asked.kills;
    if (isLast) {
      await feeding;
      await untilRest(store, worker);
    } else await wait(asked.life * (0.3 + 0.7 * chance()));
    let go = (): void => {};
    paused = new Promise((resolve) => {
      go = () => resolve();
    });
    worker.kill();
    const status = await worker.ended;
    if (status !== 'SIGKILL') wrong.push(`a worker ended by itself: ${status}`);
    const so = await inspectTelling(store);
    wrong.push(...so.wrong.map((each) => `after kill ${killed}: ${each}`));
    say(
      `${killed} killed, ${fed} decisions${isFed ? '' : ' so far'}, ${so.messages.length} messages, ${so.pending} pending`,
    );
    go();
    if (isLast || wrong.length > 0) {
      const tallies = services.tallies();
      const missing = so.messages.flatMap(({ message }) => {
        const shows = tallies[message.channel]!.shows;
        const isShown = shows.has(message.id) || shows.has(message.decisions[0] ?? '');
        return isShown ? [] : [`${message.id} on ${message.channel}`];
      });
      const seconds = (performance.now() - started) / 1000;
      return { ...so, killed, services: tallies, missing, seconds, wrong };
    }
    killed++;
  }
}

/** Until nothing is due any more, nor will be. */
async function untilRest(store: Store, { isOver }: { readonly isOver: () => boolean }): Promise<void> {
  for (let calm = 0; calm < 3 && !isOver(); ) {
    await wait(700);
    const open = (await store.waiting!(Date.now())).filter(({ kind }) => kind.startsWith('deliver/'));
    // Looking closer takes a while, in which our services would answer nobody.
    const isOpen = open.length > 0 || (await inspectTelling(store)).waiting > 0;
    calm = isOpen ? 0 : calm + 1;
  }
}

function startWorker(place: string, name: string, given: WorkerGiven) {
  const script = join(import.meta.dirname, 'chaos-worker.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, place, name, JSON.stringify(given)]);
  let [over, err] = [false, ''];
  child.stderr.on('data', (bytes) => {
    err = `${err}${String(bytes)}`.slice(-2_000);
  });
  const ended = new Promise<string>((resolve) => {
    child.on('close', (code, signal) => {
      over = true;
      resolve(signal ?? `${code}: ${err}`);
    });
  });
  const begun = Promise.race([new Promise<void>((resolve) => void child.stdout.on('data', () => resolve())), ended]);
  return { begun, ended, isOver: () => over, kill: () => void child.kill('SIGKILL') };
}

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
