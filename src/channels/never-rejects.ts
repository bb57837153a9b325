import type { Channel } from '../contracts/channel.ts';

/**
 * A delivery that keeps the contract whatever happens in it: without time nothing is begun, and a fault of ours is told as one
 * instead of thrown (its text may hold what nobody should read, and is left out).
 */
export function neverRejects(deliver: Channel['deliver']): Channel['deliver'] {
  return async (delivery, signal) => {
    if (signal.aborted)
      return { kind: 'later', why: 'it was called off before it was sent', after: null, maybe: false };
    try {
      return await deliver(delivery, signal);
    } catch (error) {
      const name = error instanceof Error ? error.name : 'no error';
      const why = `expected a message that can be sent, got a fault of Portcullis (${name}): give us what \`doctor\` prints`;
      return { kind: 'refused', why, whole: false };
    }
  };
}
