import { luckOf } from '../luck.ts';
import type { Schedule } from '../schedule.ts';
import type { Fault, Weather } from './weather.ts';

/** One call on its way: what it does, what its caller sees when its answer is lost, and what may happen to it. */
export interface Errand<T> {
  readonly what: string;
  readonly may: readonly Fault[];
  /** Done once, in virtual time; `fault` is that of the call, for those that only the callee can bring about. */
  readonly effect: (fault: Fault | null, luck: number) => Promise<T> | T;
  /** The answer when there is none; `before`: it never arrived. May throw. */
  readonly lost: (where: 'before' | 'after') => T;
  /** How long it takes at most there, and back, in milliseconds. */
  readonly takes: number;
  /** After so long the caller takes the answer for lost. */
  readonly timeout?: number;
}

/** What one worker's calls go over. Once it is cut, nothing comes back, and what is not there yet never arrives. */
export interface Wire {
  readonly isUp: () => boolean;
  readonly cut: () => void;
  send<T>(errand: Errand<T>): Promise<T>;
  /** Ends after so long. */
  rest(milliseconds: number): Promise<void>;
}

const long = 20_000;

/** A wire for one life of a worker, whose `name` gives its luck. `crash`: what happens when a fault kills it. */
export function createWire(
  name: string,
  seed: number,
  { schedule, weather }: { readonly schedule: Schedule; readonly weather: Weather },
  crash: () => void,
): Wire {
  const luck = luckOf(seed, name);
  let [up, count] = [true, 0];
  const cut = () => {
    up = false;
  };
  return {
    isUp: () => up,
    cut,
    rest: (milliseconds) =>
      new Promise((resolve) => schedule.at(schedule.now() + milliseconds, () => (up ? resolve() : undefined))),
    send<T>({ what, may, effect, lost, takes, timeout }: Errand<T>): Promise<T> {
      count += 1;
      const [there, back, which, extra] = [luck.next(), luck.next(), luck.next(), luck.next()];
      const fault = weather.meet(`${name}#${count}`, what, may, which);
      const slow = fault === 'slow' ? extra * long : 0;
      const start = schedule.now();
      let arrival = start + 1 + there * there * takes + slow / 2;
      if (fault === 'overdue') arrival = start + (timeout ?? long) + 1 + extra * long;
      const end = timeout === undefined ? Number.POSITIVE_INFINITY : start + timeout;
      return new Promise<T>((resolve, reject) => {
        let isOver = false;
        const reply = (when: number, answer: () => T) =>
          schedule.at(Math.min(when, end), () => {
            if (!up || isOver) return;
            isOver = true;
            try {
              resolve(answer());
            } catch (problem) {
              reject(problem as Error);
            }
          });
        if (fault === 'overdue') reply(end, () => lost('after'));
        const arrive = async (): Promise<void> => {
          if (fault === 'crash-before' && up) return crash();
          if (!up && fault !== 'overdue') return;
          if (fault === 'before') return reply(schedule.now() + takes, () => lost('before'));
          let answer: () => T;
          try {
            const result = await effect(fault, extra);
            answer = () => result;
          } catch (problem) {
            answer = () => {
              throw problem;
            };
          }
          if (fault === 'crash-after' && up) return crash();
          const due = schedule.now() + 1 + back * back * takes + slow / 2;
          reply(due, fault === 'after' || due > end ? () => lost('after') : answer);
        };
        schedule.at(arrival, () => void arrive());
      });
    },
  };
}
