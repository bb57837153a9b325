import type { Channel } from '../contracts/channel.ts';
import { isOver } from '../core/alert/is-over.ts';

/**
 * A channel as whoever made the change is told by it: once, and once more when it is over. What others say and do about it
 * meanwhile is nothing that they are told.
 */
export function forActor(channel: Channel): Channel {
  return {
    ...channel,
    takes: channel.takes.filter((each) => each !== 'again'),
    deliver: (delivery, signal) => {
      const isNews = delivery.what === 'first' || isOver(delivery.alert);
      if (!isNews) return Promise.resolve({ kind: 'done', ref: delivery.ref });
      return channel.deliver({ ...delivery, news: [] }, signal);
    },
  };
}
