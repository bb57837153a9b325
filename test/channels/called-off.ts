/**
 * Is given after so many milliseconds in which this process got on: while the machine stalls they do not pass, so that what came
 * meanwhile is read first.
 */
export function calledOffAfter(milliseconds: number): AbortSignal {
  const calling = new AbortController();
  let left = milliseconds;
  const turning = setInterval(() => {
    left -= turn;
    if (left > 0) return;
    clearInterval(turning);
    calling.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }, turn);
  turning.unref();
  return calling.signal;
}

/** Milliseconds of one turn. */
const turn = 5;
