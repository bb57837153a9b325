/** How a server's loops get on: each says when it has come further. Times are of a clock that only grows. */
export interface Beats {
  /** A loop that has to come further at least so often, in milliseconds. */
  expect(loop: string, patience: number): void;
  beat(loop: string): void;
  /** A loop that has come to its end. */
  over(loop: string): void;
  /** Loops that have not come further for too long, and for how long. */
  stuck(): readonly { readonly loop: string; readonly for: number }[];
}

/** Starts without loops. */
export function startBeats(now: () => number): Beats {
  const loops = new Map<string, { readonly patience: number; last: number }>();
  return {
    expect: (loop, patience) => void loops.set(loop, { patience, last: now() }),
    beat: (loop) => {
      const known = loops.get(loop);
      if (known !== undefined) known.last = now();
    },
    over: (loop) => void loops.delete(loop),
    stuck: () =>
      [...loops]
        .map(([loop, { last, patience }]) => ({ loop, for: now() - last, patience }))
        .filter((each) => each.for > each.patience)
        .map(({ loop, for: span }) => ({ loop, for: span })),
  };
}
