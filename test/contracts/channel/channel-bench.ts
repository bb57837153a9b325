import type { Channel } from '../../../src/contracts/channel.ts';

/**
 * What a service can do instead of taking a message. `busy`: it takes no more, and says to come back in 7 s. `down`: it says
 * that it failed. `reset`: the connection breaks before it read anything. `lost`: it took the message, and the connection breaks
 * instead of the answer. `hang`: it reads nothing and says nothing. `slow`: it took it, and its answer never ends. `key`: it does
 * not take the key, token or password. `gone`: what messages go to is no more.
 */
export const channelTroubles = ['busy', 'down', 'reset', 'lost', 'hang', 'slow', 'key', 'gone'] as const;
/** One of `channelTroubles`. */
export type ChannelTrouble = (typeof channelTroubles)[number];

/** A channel on a service of its own that stands in for the real one, over real sockets. */
export interface OpenBench {
  readonly channel: Channel;
  /** Everything that people were shown, one text each, in the order in which it came: as they would read it, whatever the form. */
  shown(): readonly string[];
  /** How many messages stand there, after the service merged or edited what it merges or edits. */
  standing(): number;
  /** What the real service would not have taken, in words. */
  complaints(): readonly string[];
  /** What becomes of the next message. */
  fail(trouble: ChannelTrouble): void;
  /** What no text may ever hold: keys, tokens, passwords, paths of addresses. */
  readonly secrets: readonly string[];
  /** Fails if the stand-in itself did. */
  close(): Promise<void>;
}

/** How a kind of channel takes part in the contract. */
export interface ChannelBench {
  open(): Promise<OpenBench>;
  /** The same channel, where looking its secret up fails so; left out where it has none. */
  readonly withoutSecret?: (why: { readonly kind: 'later' | 'refused'; readonly why: string }) => Channel;
  /** Troubles that this kind of service does not have, and why. */
  readonly cannot?: Readonly<Partial<Record<ChannelTrouble, string>>>;
}
