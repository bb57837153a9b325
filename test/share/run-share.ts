import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openStore } from '../../src/apps/server/open-store.ts';
import type { Store } from '../../src/contracts/store.ts';
import { readLag } from '../../src/core/ledger/look-time.ts';
import { readRow } from '../../src/flow/live/tables.ts';
import { lookTask } from '../../src/flow/live/watch/tell-incidents.ts';
import { startSeeded } from '../archive/seeded.ts';
import { startAwsStandIn } from './aws-stand-in.ts';
import { inspectShare, type ShareFigures } from './inspect-share.ts';

/** What so many workers made of one queue and one store. */
export interface ShareReport extends ShareFigures {
  readonly messages: number;
  /** Messages that came again. */
  readonly again: number;
  readonly shares: readonly { readonly name: string; readonly messages: number; readonly tasks: number }[];
  readonly seconds: number;
  readonly wrong: readonly string[];
}

/** How long it may take, in milliseconds; nothing that is due later is waited for. */
interface Patience {
  readonly most: number;
}

/** Lets processes share what people do in so many calls, until all that follows is done, and looks at what came of it. */
export async function runShare(
  place: string,
  workers: number,
  calls: number,
  { most }: Patience,
): Promise<ShareReport> {
  const seeded = startSeeded(workers * 1_000_003 + calls);
  const manners = { early: 0.1, undead: 0.02, chance: () => seeded.below(1e6) / 1e6 };
  const aws = await startAwsStandIn(calls, manners);
  const opening = await openStore(place);
  if (opening.kind === 'refused') throw new Error(opening.why);
  const { store } = opening;
  const running = Array.from({ length: workers }, (_, at) => startWorker(place, aws.port, `worker-${at + 1}`));
  try {
    await Promise.all(running.map(({ ready }) => ready));
    aws.begin();
    const began = performance.now();
    const isIn = () => aws.made.length === calls && aws.figures().left === 0;
    let isAtRest = await comesToRest(store, isIn, began + most);
    const seconds = (performance.now() - began) / 1000;
    await lookAgain(store);
    isAtRest = (await comesToRest(store, isIn, began + most)) && isAtRest;
    const wrong = isAtRest ? [] : [`not at rest after ${most} ms`];
    for (const { stop } of running) stop();
    const ended = await Promise.all(running.map((worker) => worker.ended));
    const found = await inspectShare(store, aws);
    const shares = ended.flatMap((each) => (typeof each === 'string' ? [] : [each]));
    const dead = ended.filter((each) => typeof each === 'string');
    return {
      ...{ messages: aws.figures().put, again: aws.figures().again, shares, seconds, ...found },
      wrong: [...wrong, ...dead, ...found.wrong],
    };
  } finally {
    for (const { stop } of running) stop();
    aws.stop();
    await store.close();
  }
}

/** Nothing is in the queue, and no task is due for a while but to tell people. */
async function comesToRest(store: Store, isIn: () => boolean, until: number): Promise<boolean> {
  for (let quiet = 0; performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    const now = Date.now();
    const waiting = isIn() ? await store.waiting!(now) : null;
    const isQuiet = waiting?.every(({ kind, open, first }) => kind === 'tell' || open === 0 || first > now + 60_000);
    quiet = isQuiet === true ? quiet + 1 : 0;
    if (quiet === 3) return true;
  }
  return false;
}

/**
 * What came and went within one second of CloudTrail is in no order: that it is gone is known from a look that no stale
 * replica can have answered, as the next sweep would take it.
 */
async function lookAgain(store: Store): Promise<void> {
  const incidents = (await store.rows('incident', '', 1_000_000)).flatMap((row) => readRow('incident', row) ?? []);
  const open = incidents.filter(({ closedAt }) => closedAt === null);
  const due = Date.now() + readLag + 1_000;
  const tasks = open.map(({ id, site, group }) => lookTask(site, group, 'open', id, due));
  await store.append(0, 'any', [], { tasks });
}

interface Share {
  readonly name: string;
  readonly messages: number;
  readonly tasks: number;
}

function startWorker(place: string, port: number, name: string) {
  const script = join(import.meta.dirname, 'share-worker.ts');
  const child = spawn(process.execPath, ['--no-warnings', script, place, String(port), name]);
  let [out, err] = ['', ''];
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (bytes) => {
      out += String(bytes);
      resolve();
    });
    child.on('close', () => resolve());
  });
  child.stderr.on('data', (bytes) => {
    err += String(bytes);
  });
  const ended = new Promise<Share | string>((resolve) => {
    child.on('close', (code, signal) =>
      resolve(
        code === 0
          ? (JSON.parse(out.slice('ready\n'.length)) as Share)
          : `${name} ended by ${signal ?? code}: ${err.slice(-2_000)}`,
      ),
    );
  });
  return { ready, ended, stop: () => void child.kill('SIGTERM') };
}
