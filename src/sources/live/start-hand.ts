import type { Message } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';

/** Messages of a source that has no queue of its own: each is handed out until it is done. Times are milliseconds of a clock that only grows. */
export interface Hand<T> {
  /** Takes a message in; `about` is given back when it is done. */
  put(intaken: readonly Intaken[], about: T): void;
  /** Hands out what waits, and again what was handed out too long ago. */
  take(most: number, now: number): readonly Message[];
  /** What was done; `null` for a receipt that counts no more. */
  done(receipt: string): { readonly about: T } | null;
  /** The message comes again, later each time. */
  back(receipt: string, now: number): void;
  /** When the next message can be taken; `null` when none is left. */
  next(): number | null;
  readonly waiting: number;
  readonly inHand: number;
  readonly handed: number;
  readonly again: number;
}

interface Held<T> {
  readonly intaken: readonly Intaken[];
  readonly about: T;
  takes: number;
  /** From when on it may be taken; while it is in hand, when it is taken to be lost. */
  from: number;
  out: boolean;
}

/** Starts with nothing. What was handed out and not done within `span` is handed out again under another receipt. */
export function startHand<T>(span: number): Hand<T> {
  const held = new Map<number, Held<T>>();
  let [count, out, handed, again] = [0, 0, 0, 0];

  const find = (receipt: string): readonly [number, Held<T>] | null => {
    const [number, takes] = receipt.split('#').map(Number);
    const one = held.get(number!);
    return one === undefined || one.takes !== takes || !one.out ? null : [number!, one];
  };

  return {
    put(intaken, about) {
      held.set(count++, { intaken, about, takes: 0, from: Number.NEGATIVE_INFINITY, out: false });
    },
    take(most, now) {
      const messages: Message[] = [];
      for (const [number, one] of held) {
        if (messages.length >= most) break;
        if (one.from > now) continue;
        if (!one.out) out++;
        handed++;
        if (one.takes++ > 0) again++;
        one.out = true;
        one.from = now + span;
        messages.push({ receipt: `${number}#${one.takes}`, intaken: one.intaken });
      }
      return messages;
    },
    done(receipt) {
      const found = find(receipt);
      if (found === null) return null;
      held.delete(found[0]);
      out--;
      return { about: found[1].about };
    },
    back(receipt, now) {
      const one = find(receipt)?.[1];
      if (one === undefined) return;
      one.out = false;
      one.from = now + backOff(one.takes);
      out--;
    },
    next: () => {
      let first: number | null = null;
      for (const { from } of held.values()) if (first === null || from < first) first = from;
      return first;
    },
    get waiting() {
      return held.size - out;
    },
    get inHand() {
      return out;
    },
    get handed() {
      return handed;
    },
    get again() {
      return again;
    },
  };
}

/** How long a message that was given back rests: a second, then twice as long each time, up to five minutes. */
export function backOff(takes: number): number {
  return Math.min(300_000, 1000 * 2 ** Math.max(0, Math.min(takes, 20) - 1));
}
