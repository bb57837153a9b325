import type { Clock } from '../../contracts/live.ts';
import { sayError } from './back-off.ts';
import type { News } from './news.ts';

/** Somewhere to beat to; rejects where the beat did not come. */
export interface BeatTo {
  /** As figures and faults name it: never an address that is a key. */
  readonly name: string;
  beat(signal: AbortSignal): Promise<void>;
}

/** What beats, and when. */
export interface HeartbeatParts {
  readonly to: readonly BeatTo[];
  readonly every: number;
  readonly clock: Clock;
  /** Whether the work goes on: without that it stays silent, so that others notice. */
  readonly isWorking: () => boolean;
  readonly news: News;
}

/** Beats until it is stopped. `beaten`: how often, by `<where>/<sent, failed or held>`. */
export interface Heartbeat {
  readonly beaten: ReadonlyMap<string, number>;
  run(signal: AbortSignal): Promise<void>;
}

/** How long one beat may take, in milliseconds. */
const patience = 10_000;

/** Tells others outside, again and again, that the work goes on; a place that cannot be reached is told once until it can. */
export function startHeartbeat({ to, every, clock, isWorking, news }: HeartbeatParts): Heartbeat {
  const beaten = new Map<string, number>();
  const lost = new Set<string>();
  let silent = false;
  const count = (name: string, result: string): void => {
    beaten.set(`${name}/${result}`, (beaten.get(`${name}/${result}`) ?? 0) + 1);
  };

  async function beat({ name, beat: send }: BeatTo, signal: AbortSignal): Promise<void> {
    try {
      await send(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
      count(name, 'sent');
      lost.delete(name);
    } catch (error) {
      if (signal.aborted) return;
      count(name, 'failed');
      if (!lost.has(name)) news.tell({ kind: 'fault', where: `heartbeat to ${name}`, why: sayError(error) });
      lost.add(name);
    }
  }

  return {
    beaten,
    run: async (signal) => {
      while (to.length > 0 && !signal.aborted) {
        const working = isWorking();
        if (!working && !silent)
          news.tell({
            kind: 'fault',
            where: 'heartbeat',
            why: 'the work does not go on: it falls silent until it does',
          });
        silent = !working;
        for (const each of to)
          if (working) await beat(each, signal);
          else count(each.name, 'held');
        await clock.sleep(every, signal);
      }
    },
  };
}

/** A beat by POST: what is said is the server's name, its time and its ledger. Redirections are not followed. */
export function webhookBeat(url: string, say: () => Promise<object>): BeatTo {
  return {
    name: 'webhook',
    beat: async (signal) => {
      const answer = await fetch(url, {
        ...{ method: 'POST', redirect: 'manual', signal, body: JSON.stringify(await say()) },
        headers: { 'content-type': 'application/json', 'user-agent': 'portcullis' },
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`expected status 2xx from \`${new URL(url).host}\`, got ${answer.status}`);
    },
  };
}
