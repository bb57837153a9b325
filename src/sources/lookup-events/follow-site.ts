import type { Clock } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { troubleOf } from '../aws/trouble.ts';
import { backOff } from '../live/start-hand.ts';
import { type HistorySite, nameOf } from './history-site.ts';
import type { LookupCalls } from './lookup-calls.ts';
import type { LookupSettings } from './lookup-settings.ts';
import { openLine } from './open-line.ts';
import { startPacer } from './start-pacer.ts';

/** Where the reading of each history stands: all before that moment was handed over and done. */
export interface Cursors {
  load(site: HistorySite): Promise<Instant | null>;
  save(site: HistorySite, until: Instant): Promise<void>;
}

/** A line that was handed over: when it is done, its span knows. */
export interface SiteLine {
  readonly site: FollowedSite;
  readonly span: Span;
  readonly id: string | null;
}

/** A span of time that is being read, newest line first. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  token: string | null;
  read: boolean;
  open: number;
}

/** The Event history of one account and region on its way. */
export interface FollowedSite {
  /** When there is something to ask, by the clock that only grows. */
  due(): number;
  /** Asks for one page. Never throws. */
  step(put: (intaken: readonly Intaken[], about: SiteLine) => void): Promise<void>;
  done(line: SiteLine): Promise<void>;
  readonly trouble: string | null;
  close(): void;
}

/** Lines that were done; looks overlap, and these need not be handed over again. */
const mostDone = 50_000;

/** Follows one history from where its cursor stands, else from `since`. */
export function followSite(
  site: HistorySite,
  parts: {
    readonly lookup: LookupCalls;
    readonly calls: ReadonlySet<string>;
    readonly clock: Clock;
    readonly cursors: Cursors;
    readonly since: Instant;
    readonly settings: LookupSettings;
  },
): FollowedSite {
  const { lookup, calls, clock, cursors, settings } = parts;
  const pacer = startPacer(clock, settings.pace);
  const [known, done] = [new Set<string>(), new Set<string>()];
  let [cursor, span, rest, failures]: [Instant | null, Span | null, number, number] = [null, null, 0, 0];
  let [trouble, unsaved, busy]: [string | null, boolean, boolean] = [null, false, false];

  /** What is further back than any late line is read in spans; the newest part again and again with an overlap. */
  function nextSpan(stands: Instant): Span {
    const now = clock.now();
    // A clock that went back must not ask for a time that ends before it begins.
    const until = Math.min(stands, now);
    const back = until > now - settings.span ? settings.overlap : 1_000;
    return { from: until - back, to: Math.min(now, until + settings.span), token: null, read: false, open: 0 };
  }

  async function finish(ended: Span): Promise<void> {
    if (!ended.read || ended.open > 0 || span !== ended) return;
    span = null;
    cursor = ended.to;
    if (clock.now() - ended.to < settings.every) rest = clock.monotonic() + settings.every;
    await save();
  }

  async function save(): Promise<void> {
    try {
      await cursors.save(site, cursor!);
      unsaved = false;
    } catch {
      // What was read is done all the same; after a restart some of it is read again.
      unsaved = true;
    }
  }

  async function step(put: (intaken: readonly Intaken[], about: SiteLine) => void): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      cursor ??= (await cursors.load(site)) ?? parts.since;
      if (unsaved) await save();
      span ??= nextSpan(cursor);
      const reading = span;
      await pacer.turn();
      const { lines, next } = await lookup.page(reading);
      pacer.faster();
      [trouble, failures] = [null, 0];
      const fresh = clock.now() - reading.to < settings.span;
      for (const line of lines) {
        if (line.id !== null && (known.has(line.id) || done.has(line.id))) continue;
        const about = { site: self, span: reading, id: line.id };
        const told = { file: nameOf(site), calls, receivedAt: fresh ? clock.now() : null };
        const intaken = openLine(line, told);
        if (intaken.length === 0) continue;
        if (line.id !== null) known.add(line.id);
        reading.open++;
        put(intaken, about);
      }
      reading.token = next;
      reading.read = next === null;
      await finish(reading);
    } catch (error) {
      fail(error);
    } finally {
      busy = false;
    }
  }

  function fail(error: unknown): void {
    const found = troubleOf(error, `cloudtrail:LookupEvents in ${site.account}/${site.region}`);
    if ((error as { readonly name?: unknown } | null)?.name === 'InvalidNextTokenException' && span !== null) {
      span.token = null;
      return;
    }
    if (found.kind === 'throttled') pacer.slower();
    trouble = found.why;
    rest = clock.monotonic() + backOff(Math.min(++failures, 8));
  }

  const self: FollowedSite = {
    due: () => {
      if (busy || span?.read === true) return Number.POSITIVE_INFINITY;
      return Math.max(rest, pacer.next());
    },
    step,
    async done({ span: ended, id }) {
      ended.open--;
      if (id !== null) {
        known.delete(id);
        done.add(id);
        if (done.size > mostDone) done.delete(done.values().next().value!);
      }
      await finish(ended);
    },
    get trouble() {
      return trouble;
    },
    close: () => lookup.close(),
  };
  return self;
}
