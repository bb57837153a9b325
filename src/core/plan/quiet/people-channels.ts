/** The words that routes lead to beside channels: whoever owns the group, and whoever made the change. */
export const peopleWords: readonly string[] = ['owner', 'actor'];

const actorPrefix = 'actor:';

/** The channel of whoever made a change, by what the directory calls them. */
export function actorChannel(person: string): string {
  return `${actorPrefix}${person}`;
}

/** Whom a channel tells of their own change; `null` where it is none of those. */
export function actorOf(channel: string): string | null {
  return channel.startsWith(actorPrefix) ? channel.slice(actorPrefix.length) : null;
}

/** The word of a route that leads to a channel: its name, or `owner` or `actor` for what is one's own. */
export function routeWord(channel: string): string {
  return peopleWords.find((word) => channel.startsWith(`${word}:`)) ?? channel;
}
