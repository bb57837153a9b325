import { inspectStore } from './inspect-store.ts';
import { type Acknowledged, startWorker } from './start-worker.ts';

/** What so many rounds came to. */
export interface KillReport {
  readonly rounds: number;
  readonly killed: number;
  readonly acknowledged: number;
  readonly entries: number;
  readonly wrong: readonly string[];
}

const four = ['one', 'two', 'three', 'four'];

/**
 * Rounds on one store: processes append to it under load, each is killed with SIGKILL after a `delay` (ms), and the
 * store is inspected. The next round goes on where the acknowledged stopped, a little before: what was done is not
 * done again, what was not is done now. Ends at the first round that finds anything wrong.
 */
export async function killRounds(place: string, rounds: number, delay: () => number, workers = 3): Promise<KillReport> {
  const acknowledged: Acknowledged[] = [];
  let killed = 0;
  for (let round = 1; round <= rounds; round++) {
    const running = four
      .slice(0, workers)
      .map((name) => startWorker(place, name, Math.max(0, nextOf(acknowledged, name) - 3), 1_000_000));
    await Promise.all(running.map(({ begun }) => begun));
    await Promise.all(
      running.map(async ({ kill }) => {
        await new Promise((resolve) => setTimeout(resolve, delay()));
        kill();
      }),
    );
    const ended = await Promise.all(running.map((worker) => worker.ended));
    acknowledged.push(...ended.flatMap((each) => each.acknowledged));
    killed += ended.filter(({ status }) => status === 'SIGKILL').length;
    const odd = ended.map(({ status }) => status).filter((status) => status !== 'SIGKILL');
    const { entries, wrong } = await inspectStore(place, acknowledged);
    const all = [...odd, ...wrong].map((each) => `round ${round}: ${each}`);
    if (all.length > 0 || round === rounds)
      return { rounds: round, killed, acknowledged: acknowledged.length, entries, wrong: all };
  }
  return { rounds: 0, killed, acknowledged: 0, entries: 0, wrong: [] };
}

function nextOf(acknowledged: readonly Acknowledged[], name: string): number {
  const own = acknowledged.filter(({ key }) => key.startsWith(`${name}/`));
  return own.reduce((next, { key }) => Math.max(next, Number(key.split('/')[1]) + 1), 0);
}
