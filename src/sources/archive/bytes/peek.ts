/** A byte stream whose start was looked at: `chunks` still yields all of it. */
export interface Peeked {
  readonly head: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
  /** For whoever does not want `chunks` after all. */
  readonly close: () => Promise<void>;
}

/** Reads until `enough` says so of the bytes so far, or the stream ends. An error before that is thrown when `chunks` gets there. */
export async function peek(source: AsyncIterable<Uint8Array>, enough: (head: Uint8Array) => boolean): Promise<Peeked> {
  const rest = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let head: Uint8Array = new Uint8Array(0);
  let failure: { readonly error: unknown } | null = null;
  while (!enough(head)) {
    try {
      const next = await rest.next();
      if (next.done === true) break;
      seen.push(next.value);
      head = seen.length === 1 ? next.value : Buffer.concat(seen);
    } catch (error) {
      failure = { error };
      break;
    }
  }
  return { head, chunks: resume(head, failure, rest), close: async () => void (await rest.return?.()) };
}

async function* resume(
  head: Uint8Array,
  failure: { readonly error: unknown } | null,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    if (failure !== null) throw failure.error;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
