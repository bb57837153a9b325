import type { Clock, Taken } from '../../contracts/live.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { LiveSource } from '../live/live-source.ts';
import { longestLine, openText } from '../live/open-text.ts';
import { pause } from '../live/pause.ts';
import { startLines } from '../live/split-lines.ts';
import { type Bell, startBell } from '../live/start-bell.ts';
import { startHand } from '../live/start-hand.ts';

/** What standard input is read with. Times are milliseconds. */
export interface StdinInboxParts {
  readonly input: AsyncIterable<Uint8Array>;
  readonly calls: ReadonlySet<string>;
  readonly clock: Clock;
  /** How long a take waits for a line (10 s), and after how long what is not done is handed over again (10 min). */
  readonly settings?: { readonly wait?: number; readonly again?: number };
}

/** Messages that may wait: whoever writes must then wait, too. */
const mostWaiting = 1_000;

/**
 * Standard input as NDJSON: a record, or any envelope of some, on each line, as it comes. What was written and not done when
 * the process ends is lost, unless whoever writes writes it again: this source has no memory.
 */
export function openStdinInbox({ input, calls, clock, settings }: StdinInboxParts): LiveSource {
  const hand = startHand<null>(settings?.again ?? 600_000);
  const wait = settings?.wait ?? 10_000;
  const [arrived, taken] = [startBell(), startBell()];
  let [ended, closed, started]: [boolean, boolean, boolean] = [false, false, false];
  let [lastTaken, trouble]: [Instant | null, string | null] = [null, null];

  async function read(): Promise<void> {
    const lines = startLines(longestLine);
    let number = 0;
    const put = (text: string | null): void => {
      number++;
      const intaken = openText(text, { file: '-', number, calls, receivedAt: clock.now() });
      if (intaken.length > 0) hand.put(intaken, null);
    };
    try {
      for await (const piece of input) {
        for (const { text } of lines.push(piece)) put(text);
        arrived.ring();
        while (hand.waiting > mostWaiting && !closed) await heard(taken);
        if (closed) break;
      }
      const rest = lines.rest();
      if (rest !== null) put(rest);
    } catch (error) {
      trouble = `standard input broke off: ${(error as Error).message}`;
    }
    ended = true;
    arrived.ring();
  }

  function handOut(most: number): Taken {
    const messages = hand.take(most, clock.monotonic());
    if (messages.length > 0) lastTaken = clock.now();
    taken.ring();
    return { kind: 'taken', messages };
  }

  async function take(most: number, signal?: AbortSignal): Promise<Taken> {
    if (!started) void read();
    started = true;
    const end = clock.monotonic() + wait;
    for (;;) {
      const found = handOut(most);
      const left = end - clock.monotonic();
      if (found.kind !== 'taken' || found.messages.length > 0 || left <= 0 || signal?.aborted) return found;
      if (closed || (ended && hand.next() === null)) return found;
      const next = hand.next();
      const rest = next === null ? left : Math.min(left, Math.max(1, next - clock.monotonic()));
      await pause(clock, rest, ended ? null : arrived, signal);
    }
  }

  return {
    ...{ name: 'stdin', take },
    done: async (receipt) => ({ kind: hand.done(receipt) === null ? 'fenced' : 'settled' }),
    async back(receipt) {
      hand.back(receipt, clock.monotonic());
      return { kind: 'settled' };
    },
    figures: () => ({
      ...{ messages: hand.handed, again: hand.again, waiting: hand.waiting, inHand: hand.inHand },
      ...{ poison: 0, lastTaken, trouble, ended: ended && hand.next() === null },
    }),
    async close() {
      closed = true;
      taken.ring();
      arrived.ring();
    },
  };
}

/** Ends with the next ring. */
function heard(bell: Bell): Promise<void> {
  return new Promise((resolve) => {
    const deafen = bell.listen(() => {
      deafen();
      resolve();
    });
  });
}
