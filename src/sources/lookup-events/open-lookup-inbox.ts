import type { Clock, Taken } from '../../contracts/live.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { LiveSource } from '../live/live-source.ts';
import { pause } from '../live/pause.ts';
import { startHand } from '../live/start-hand.ts';
import { type Cursors, followSite, type SiteLine } from './follow-site.ts';
import type { HistorySite } from './history-site.ts';
import { createLookupCalls, type LookupCalls } from './lookup-calls.ts';
import { type LookupSettings, usualLookupSettings } from './lookup-settings.ts';

/** What Event histories are followed with. */
export interface LookupInboxParts {
  readonly sites: readonly HistorySite[];
  readonly calls: ReadonlySet<string>;
  readonly clock: Clock;
  readonly cursors: Cursors;
  /** Where to begin without a cursor; an overlap ago when left out. */
  readonly since?: Instant;
  readonly settings?: Partial<LookupSettings>;
  readonly lookup?: (site: HistorySite) => LookupCalls;
}

/** Histories that are asked at once. */
const atOnce = 16;

/**
 * Follows the Event history of accounts and regions by LookupEvents: read permission only, no trail needed, at two calls a second
 * for each. Each line is a message. A cursor moves on only when all before it is done, so a restart loses nothing.
 */
export function openLookupInbox(parts: LookupInboxParts): LiveSource {
  const { clock, calls, cursors } = parts;
  const settings = { ...usualLookupSettings, ...parts.settings };
  const since = parts.since ?? clock.now() - settings.overlap;
  const make =
    parts.lookup ?? ((site: HistorySite) => createLookupCalls(site.access ?? { region: site.region }, settings.of));
  const sites = parts.sites.map((site) =>
    followSite(site, { lookup: make(site), calls, clock, cursors, since, settings }),
  );
  const hand = startHand<SiteLine>(settings.again);
  let [lastTaken, closed]: [Instant | null, boolean] = [null, false];

  function handOut(most: number): Taken {
    const messages = hand.take(most, clock.monotonic());
    if (messages.length > 0) lastTaken = clock.now();
    return { kind: 'taken', messages };
  }

  function trouble(): string | null {
    const wrong = sites.flatMap((site) => site.trouble ?? []);
    return wrong.length === 0 ? null : [...new Set(wrong)].slice(0, 3).join('; ');
  }

  function nothing(): Taken {
    const why = trouble();
    const isWhole = sites.every((site) => site.trouble !== null);
    return why !== null && isWhole ? { kind: 'unavailable', maybe: false, why } : { kind: 'taken', messages: [] };
  }

  async function take(most: number, signal?: AbortSignal): Promise<Taken> {
    const end = clock.monotonic() + settings.wait;
    for (let first = true; ; first = false) {
      const taken = handOut(most);
      if (taken.kind !== 'taken' || taken.messages.length > 0 || signal?.aborted || closed) return taken;
      const now = clock.monotonic();
      const next = Math.min(...sites.map((site) => site.due()), hand.next() ?? Number.POSITIVE_INFINITY);
      if (!first && Math.max(now, next) >= end) return nothing();
      await pause(clock, Math.min(end, next) - now, null, signal);
      const due = sites.filter((site) => site.due() <= clock.monotonic()).slice(0, atOnce);
      await Promise.all(due.map((site) => site.step((intaken, line) => hand.put(intaken, line))));
    }
  }

  return {
    name: 'lookup-events',
    take,
    async done(receipt) {
      const found = hand.done(receipt);
      if (found === null) return { kind: 'fenced' };
      await found.about.site.done(found.about);
      return { kind: 'settled' };
    },
    async back(receipt) {
      hand.back(receipt, clock.monotonic());
      return { kind: 'settled' };
    },
    figures: () => ({
      ...{ messages: hand.handed, again: hand.again, waiting: hand.waiting, inHand: hand.inHand },
      ...{ poison: 0, lastTaken, trouble: trouble(), ended: false },
    }),
    async close() {
      closed = true;
      for (const site of sites) site.close();
    },
  };
}
