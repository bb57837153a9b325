import type { Message } from '../../../src/contracts/live.ts';
import type { Intaken } from '../../../src/contracts/source.ts';
import type { Instant } from '../../../src/core/leaf/instant.ts';

/** Records on their way: each comes in a message once it has arrived, and again until it is acknowledged. */
export interface PostOffice {
  /** Puts a record on its way. */
  send(intaken: Intaken, arrives: Instant): void;
  take(most: number, now: Instant): readonly Message[];
  done(receipt: string): void;
  /** When the next message can be taken; `null` when nothing is on its way. */
  next(): Instant | null;
  /** What a message holds. */
  held(receipt: string): readonly Intaken[];
}

/** A message that was taken is not given to anybody else for so long. */
export const visibility = 45_000;

/** Messages of one record each, and now and then of two. */
export function createPostOffice(joins: () => boolean): PostOffice {
  interface Held {
    readonly receipt: string;
    readonly intaken: readonly Intaken[];
    readonly from: Instant;
    readonly taken: boolean;
  }
  const waiting = new Map<string, Held>();
  const known = new Map<string, readonly Intaken[]>();
  let count = 0;
  return {
    send(intaken, arrives) {
      const last = [...waiting.values()].at(-1);
      if (last !== undefined && !last.taken && joins() && last.from >= arrives - 2_000 && last.intaken.length < 3) {
        const both = [...last.intaken, intaken];
        waiting.set(last.receipt, { ...last, intaken: both, from: Math.max(last.from, arrives) });
        known.set(last.receipt, both);
        return;
      }
      count += 1;
      waiting.set(`m${count}`, { receipt: `m${count}`, intaken: [intaken], from: arrives, taken: false });
      known.set(`m${count}`, [intaken]);
    },
    take(most, now) {
      const due = [...waiting.values()].filter(({ from }) => from <= now).slice(0, most);
      for (const held of due) waiting.set(held.receipt, { ...held, from: now + visibility, taken: true });
      return due.map(({ receipt, intaken }) => ({ receipt, intaken }));
    },
    done: (receipt) => void waiting.delete(receipt),
    next: () => {
      let first: Instant | null = null;
      for (const { from } of waiting.values()) if (first === null || from < first) first = from;
      return first;
    },
    held: (receipt) => known.get(receipt) ?? [],
  };
}
