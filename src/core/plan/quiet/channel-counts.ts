/**
 * What became of all that was due on a channel: each of it `told` (a message went out for it), `joined` (added to one that
 * tells the same), `collapsed` (counted in one), or kept back: `dropped` (no longer so before it went out) or `muted`.
 */
export interface ChannelCounts {
  due: number;
  told: number;
  joined: number;
  collapsed: number;
  dropped: number;
  muted: number;
  /** Beside that: how often people were interrupted anew by what they knew, and how often the channel had no room for it. */
  again: number;
  spared: number;
}

/** Nothing was due yet. */
export const noCounts: Readonly<ChannelCounts> = {
  ...{ due: 0, told: 0, joined: 0, collapsed: 0, dropped: 0, muted: 0, again: 0, spared: 0 },
};

/** How much of it still waits: due = sent + pending + kept back, always. */
export function pendingOf({ due, told, joined, collapsed, dropped, muted }: Readonly<ChannelCounts>): number {
  return due - told - joined - collapsed - dropped - muted;
}
