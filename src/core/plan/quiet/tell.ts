import type { Instant } from '../../leaf/instant.ts';
import type { Decision } from '../decision.ts';
import { Digests } from './digests.ts';
import { Lane } from './lane.ts';
import { type News, readNews } from './news.ts';
import type { Fate, Post, Telling } from './telling.ts';
import { dueChannels } from './wants.ts';
import { writeMessages } from './write-messages.ts';

/** Telling that goes on while decisions come, by time. */
export interface Teller {
  readonly take: (decision: Decision) => void;
  readonly end: () => Post;
}

/**
 * Decides who is told what: decisions in order of time, in any order within a second. What one actor does to one group,
 * or the same to many, within a route's `group_for` is one message; the worst is told at once. What was told and still is
 * so is added to its message and not told again, unless it gets worse, or was closed and came back. What opened and closed
 * again within the time of grouping is not told at once. A channel that had enough gets one counted message for the rest.
 */
export function startTelling(telling: Telling): Teller {
  const lanes = new Map<string, Lane>();
  const digests = new Digests(telling);
  const fates = new Map<string, Fate>();
  let second: News[] = [];
  const flush = (): void => {
    const ordered = second.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    second = [];
    hear(ordered, telling, lanes);
    for (const news of ordered) {
      fates.set(news.id, 'recorded');
      digests.take(news);
    }
  };
  return {
    take: (decision) => {
      const news = readNews(decision, telling);
      if (second.length > 0 && second[0]!.at !== news.at) flush();
      second.push(news);
    },
    end: () => {
      flush();
      for (const lane of lanes.values()) lane.end();
      return writeMessages(lanes, digests, fates);
    },
  };
}

/**
 * Hears what happened in one second. Nobody knows its order, so what closes counts before what opens, lest the opening be
 * taken back, and after it, lest it be thought open still.
 */
function hear(ordered: readonly News[], { routes }: Telling, lanes: Map<string, Lane>): void {
  const at: Instant | undefined = ordered[0]?.at;
  if (at === undefined) return;
  for (const lane of lanes.values()) lane.pass(at);
  for (const news of ordered) for (const lane of lanes.values()) lane.settle(news, true);
  for (const news of ordered) {
    const wanted = dueChannels(news, routes);
    for (const [channel, lane] of lanes) if (!wanted.has(channel)) lane.follow(news);
    for (const [channel, due] of wanted) {
      const lane = lanes.get(channel) ?? new Lane();
      lanes.set(channel, lane);
      lane.take(news, due);
    }
  }
  if (ordered.length === 1) return;
  for (const news of ordered) for (const lane of lanes.values()) lane.settle(news, false);
}
