/** Does something for each, so many at once, and answers in their order. */
export async function atMost<T, R>(most: number, all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = new Array(all.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < all.length; at = next++) done[at] = await work(all[at]!);
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, worker));
  return done;
}
