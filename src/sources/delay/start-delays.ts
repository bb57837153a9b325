/** How long records of one account and region take to come by one source, in milliseconds, as a bucket's upper bound. */
export interface DelayFigure {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly longest: number;
}

/** From when AWS did something to when its record was taken, by source, account and region. */
export interface Delays {
  note(from: { readonly source: string; readonly account: string; readonly region: string }, millis: number): void;
  figures(): readonly DelayFigure[];
  /**
   * How long what a look saw may wait for its record: p99 of the slowest way with enough records behind it, at most a
   * day; `usual` while no way has enough.
   */
  grace(usual: number): number;
  /** Forgets half of all: called once in a while, figures follow what is now. */
  fade(): void;
}

/** Bounds from half a second to twelve days, each a fifth of an octave above the last: at most 15 % off. */
const steps = 5;
const lowest = 500;
const bounds: readonly number[] = Array.from({ length: 106 }, (_, at) => Math.round(lowest * 2 ** (at / steps)));

/** Ways that are told apart; a record can say any region it likes. */
const mostWays = 2_000;

/** A p99 of fewer is one record's luck. */
const enough = 100;

const longestGrace = 24 * 60 * 60 * 1000;

interface Way {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly counts: Float64Array;
  count: number;
  longest: number;
}

/** Starts without any figures. It has no clock: whoever notes a delay has measured it. Memory is bounded. */
export function startDelays(): Delays {
  const ways = new Map<string, Way>();

  const wayOf = (source: string, account: string, region: string): Way => {
    const key = JSON.stringify([source, account, region]);
    const known = ways.get(key);
    if (known !== undefined) return known;
    if (ways.size >= mostWays && account !== 'other') return wayOf(source, 'other', 'other');
    const way = { source, account, region, counts: new Float64Array(bounds.length), count: 0, longest: 0 };
    ways.set(key, way);
    return way;
  };

  return {
    note({ source, account, region }, millis) {
      // A clock that is ahead of ours makes a record come before it was made: no delay then.
      const delay = Math.max(0, millis);
      const way = wayOf(source, account, region);
      way.counts[bucketOf(delay)]! += 1;
      way.count += 1;
      way.longest = Math.max(way.longest, delay);
    },
    figures: () =>
      [...ways.values()].map(({ source, account, region, counts, count, longest }) => ({
        ...{ source, account, region, count: Math.round(count), longest },
        p50: Math.min(longest, quantile(counts, count, 0.5)),
        p95: Math.min(longest, quantile(counts, count, 0.95)),
        p99: Math.min(longest, quantile(counts, count, 0.99)),
      })),
    grace(usual) {
      let slowest: number | null = null;
      for (const { counts, count } of ways.values())
        if (count >= enough) slowest = Math.max(slowest ?? 0, quantile(counts, count, 0.99));
      return slowest === null ? usual : Math.min(longestGrace, slowest);
    },
    fade() {
      for (const [key, way] of ways) {
        way.count = 0;
        way.counts.forEach((held, at) => {
          way.counts[at] = held / 2 < 0.1 ? 0 : held / 2;
          way.count += way.counts[at]!;
        });
        way.longest = bounds[way.counts.findLastIndex((held) => held > 0)] ?? 0;
        if (way.count === 0) ways.delete(key);
      }
    },
  };
}

function bucketOf(delay: number): number {
  if (delay <= lowest) return 0;
  return Math.min(bounds.length - 1, Math.ceil(Math.log2(delay / lowest) * steps - 1e-9));
}

function quantile(counts: Float64Array, count: number, share: number): number {
  let left = count * share;
  for (let at = 0; at < counts.length; at++) {
    left -= counts[at]!;
    if (left <= 1e-9) return bounds[at]!;
  }
  return bounds.at(-1)!;
}
