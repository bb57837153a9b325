import type { DeliverParts } from '../../flow/live/post/deliver-parts.ts';
import { deliverStep } from '../../flow/live/post/deliver-step.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';
import type { TaskBell } from './task-bell.ts';

/** Milliseconds: how long it waits before it looks for messages that others made, and between two looks at least. */
const [look, least] = [2_000, 50];

/** Of its time, a look takes at most this part: it counts all that waits. */
const share = 20;

const prefix = 'deliver/';

/** What the deliverers of all channels have around them beside what every loop has. */
export interface DeliverAround {
  readonly bell: TaskBell;
  /** So often a channel with something to do has to come further, in milliseconds. */
  readonly patience: number;
}

/**
 * Delivers until it is stopped: each channel that something is due for has a deliverer of its own for as long as there is
 * something to do, so that no channel waits for another. Ends when all of them have.
 */
export async function deliverLoop(
  parts: DeliverParts,
  around: Around,
  { bell, patience }: DeliverAround,
): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  const { clock } = parts;
  const running = new Map<string, Promise<void>>();
  for (let failures = 0; !signal.aborted; ) {
    try {
      const rung = bell.rings();
      const began = clock.monotonic();
      const due = await dueChannels(parts);
      const pause = Math.max(least, share * (clock.monotonic() - began));
      for (const channel of due) {
        if (running.has(channel)) continue;
        const ended = deliverAll(parts, channel, { ...around, name: `channel ${channel}` }, patience);
        running.set(
          channel,
          ended.finally(() => running.delete(channel)),
        );
      }
      failures = trouble() === null ? 0 : failures + 1;
      if (failures === 0) beats.beat(name);
      await clock.sleep(failures === 0 ? Math.min(pause, look) : backOff(failures), signal);
      if (failures === 0) await bell.wait(look, signal, rung);
    } catch (error) {
      failures++;
      if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await clock.sleep(backOff(failures), signal);
    }
  }
  await Promise.all(running.values());
  beats.over(name);
}

async function dueChannels({ clock, store }: DeliverParts): Promise<readonly string[]> {
  const waiting = (await store.waiting?.(clock.now())) ?? [];
  return waiting.flatMap(({ due, kind }) => (due > 0 && kind.startsWith(prefix) ? [kind.slice(prefix.length)] : []));
}

/** Delivers what is due for one channel, at its pace. */
async function deliverAll(parts: DeliverParts, channel: string, around: Around, patience: number): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  const { clock, delivery, pace } = parts;
  beats.expect(name, patience);
  try {
    while (!signal.aborted) {
      const rest = pace.left(channel);
      const isShort = rest > 0 && rest < delivery.fallbackWithin;
      if (isShort) await clock.sleep(rest, signal);
      else if ((await deliverStep(parts, channel)) === 'idle') break;
      beats.beat(name);
    }
  } catch (error) {
    if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
    await clock.sleep(backOff(1), signal);
  }
  beats.over(name);
}
