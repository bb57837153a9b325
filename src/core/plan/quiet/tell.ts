import type { Decision } from '../decision.ts';
import { Digests } from './digests.ts';
import { Lanes } from './lanes.ts';
import { type News, readNews } from './news.ts';
import { PostBook } from './post-book.ts';
import type { Fate, Post, Telling } from './telling.ts';

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
  const lanes = new Lanes(telling);
  const digests = new Digests(telling);
  const book = new PostBook();
  const fates = new Map<string, Fate>();
  let second: News[] = [];
  const flush = (): void => {
    const ordered = second.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    second = [];
    lanes.hear(ordered.map((news) => ({ news, told: news })));
    book.take(lanes.drain());
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
      lanes.end();
      book.take(lanes.drain());
      return book.write(digests, fates);
    },
  };
}
