/** How much may be under way: tasks, and what they weigh together. One task is always let in. */
export interface Room<T> {
  readonly most: number;
  readonly heaviest: number;
  readonly weight: (task: T) => number;
}

/**
 * Runs tasks side by side and hands their results on in the order of the tasks, however fast each was. Takes tasks only
 * as there is room for them, so that memory stays bounded. `run` must not reject.
 */
export async function* inOrder<T, R>(
  tasks: AsyncIterable<T> | Iterable<T>,
  run: (task: T) => Promise<R>,
  room: Room<T>,
): AsyncGenerator<{ readonly task: T; readonly result: R }> {
  const source = (async function* () {
    yield* tasks;
  })();
  const under: { readonly task: T; readonly result: Promise<R>; readonly weight: number }[] = [];
  let [weight, ended] = [0, false];
  try {
    for (;;) {
      while (!ended && under.length < room.most && (under.length === 0 || weight < room.heaviest)) {
        const next = await source.next();
        if (next.done === true) ended = true;
        else {
          const own = room.weight(next.value);
          weight += own;
          under.push({ task: next.value, result: run(next.value), weight: own });
        }
      }
      const first = under.shift();
      if (first === undefined) return;
      const result = await first.result;
      weight -= first.weight;
      yield { task: first.task, result };
    }
  } finally {
    await source.return(undefined);
  }
}
