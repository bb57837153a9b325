import type { Inbox, Message } from '../../src/contracts/live.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';

/** A queue in memory whose messages are texts, as they come from a wire: each is parsed when it is taken. */
export interface TextInbox extends Inbox {
  put(text: string): void;
  readonly waiting: number;
}

/** Opens an empty one. */
export function openTextInbox(): TextInbox {
  const texts = new Map<string, string>();
  let number = 0;
  return {
    put: (text) => void texts.set(String(number++), text),
    get waiting() {
      return texts.size;
    },
    take: async (most) => {
      const messages: Message[] = [];
      for (const [receipt, text] of texts) {
        if (messages.length === most) break;
        messages.push(messageOf(receipt, text));
      }
      return { kind: 'taken', messages };
    },
    done: async (receipt) => {
      texts.delete(receipt);
      return { kind: 'settled' };
    },
  };
}

function messageOf(receipt: string, text: string): Message {
  const json = JSON.parse(text) as JsonObject;
  const place = { file: 'queue', number: Number(receipt) };
  return { receipt, intaken: [{ kind: 'record', json, place, from: 'eventbridge', receivedAt: null }] };
}
