import type { ChannelCounts } from '../../../core/plan/quiet/channel-counts.ts';

/**
 * How much of what was due on a channel interrupted nobody: added to a message, counted in one, no longer so, muted, or a
 * reminder without room.
 */
export function keptBy({ joined, collapsed, dropped, muted, spared }: Readonly<ChannelCounts>): number {
  return joined + collapsed + dropped + muted + spared;
}
