import type { Clock } from '../../../contracts/live.ts';

/** When channels may be told next, by the clock of this process: what a service asks for, and what it takes at most. */
export class Pace {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #free = new Map<string, number>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Milliseconds until a channel may be told something; 0: now. */
  left(channel: string): number {
    return Math.max(0, (this.#free.get(channel) ?? 0) - this.#clock.monotonic());
  }

  /** A channel takes nothing for so many milliseconds. */
  rest(channel: string, span: number): void {
    if (span > this.left(channel)) this.#free.set(channel, this.#clock.monotonic() + span);
  }
}
