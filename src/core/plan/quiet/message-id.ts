import { digestName } from '../../leaf/digest.ts';
import type { Instant } from '../../leaf/instant.ts';
import type { Message } from './telling.ts';

/** The id of a message: the same wherever and however often it is worked out. `first`: the decision that it began with. */
export function messageId(channel: string, at: Instant, first: string, kind: Message['kind']): string {
  return `msg_${digestName(JSON.stringify([channel, at, first, kind]))}`;
}
