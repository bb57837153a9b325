import process from 'node:process';
import type { Instant } from '../../src/core/leaf/instant.ts';

/**
 * Virtual time, and everything that is to happen in it. Nothing happens by itself: whoever waits is resumed when its
 * item comes up, one at a time, in order of time; what follows from it at once has happened before the next comes.
 */
export interface Schedule {
  now(): Instant;
  at(when: Instant, happen: () => void): void;
  /** As `at`, for what alters nothing by itself: somebody looks whether there is anything to do. */
  look(when: Instant, happen: () => void): void;
  /**
   * Runs until nothing is left, or nothing before then; and no more than so many things. Whenever only looks are left
   * `isAtRest` is asked: what has come to rest is over, and the time that is left passes at once.
   */
  run(until: Instant, most: number, isAtRest: () => Promise<boolean>): Promise<Ran>;
}

/** How many things happened; `isOver`: nothing was left to happen by the time given. */
export interface Ran {
  readonly steps: number;
  readonly isOver: boolean;
}

interface Item {
  readonly when: Instant;
  readonly number: number;
  readonly isLook: boolean;
  readonly happen: () => void;
}

/** A schedule that starts at a moment. */
export function createSchedule(start: Instant): Schedule {
  const heap: Item[] = [];
  let [now, count, busy] = [start, 0, 0];
  const add = (when: Instant, isLook: boolean, happen: () => void) => {
    count += 1;
    if (!isLook) busy += 1;
    push(heap, { when: Math.max(when, now), number: count, isLook, happen });
  };
  return {
    now: () => now,
    at: (when, happen) => add(when, false, happen),
    look: (when, happen) => add(when, true, happen),
    async run(until, most, isAtRest) {
      for (let steps = 0; ; steps += 1) {
        await settled();
        const first = heap[0];
        const isOver = first === undefined || first.when > until || (busy === 0 && (await isAtRest()));
        if (isOver) now = Math.max(now, until);
        if (isOver || steps >= most) return { steps, isOver };
        pop(heap);
        if (!first.isLook) busy -= 1;
        now = first.when;
        first.happen();
      }
    },
  };
}

/** Ends when everything that can go on without the schedule has gone on: Node empties its microtasks before a tick. */
export function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

const isBefore = (a: Item, b: Item) => a.when < b.when || (a.when === b.when && a.number < b.number);

function push(heap: Item[], item: Item): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const up = (at - 1) >> 1;
    if (!isBefore(item, heap[up]!)) break;
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = item;
}

function pop(heap: Item[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let down = 2 * at + 1;
    if (down >= heap.length) break;
    if (down + 1 < heap.length && isBefore(heap[down + 1]!, heap[down]!)) down += 1;
    if (!isBefore(heap[down]!, last)) break;
    heap[at] = heap[down]!;
    at = down;
  }
  heap[at] = last;
}
