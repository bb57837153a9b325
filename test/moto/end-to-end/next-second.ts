import { setTimeout as wait } from 'node:timers/promises';

/** Waits until the clock shows another second: within one, CloudTrail tells no order of two calls. */
export async function nextSecond(): Promise<void> {
  await wait(1_050 - (Date.now() % 1_000));
}
