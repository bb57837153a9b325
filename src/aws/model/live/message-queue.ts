import type { Inbox, Message } from '../../../contracts/live.ts';
import type { Intaken } from '../../../contracts/source.ts';
import type { Json } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { peel } from '../../../core/trail/peel.ts';
import type { Chance } from '../record/deliver.ts';

/** How a queue behaves. Shares are of messages, times milliseconds. */
export interface QueueWays {
  /** A message that was taken and not acknowledged comes again after so long. */
  readonly visibility: number;
  /** Handed out later than others that came after it. */
  readonly disorder: number;
  /** Comes once more although it was acknowledged. */
  readonly again: number;
}

/** As a standard queue of SQS: at least once, in no order that one could rely on (SQS developer guide, "Standard queues"). */
export const standardQueue: QueueWays = { visibility: 30_000, disorder: 0.1, again: 0.002 };

/** A queue, whose time and luck are its own and not those of whoever takes from it. */
export interface MessageQueue {
  /** Puts a message on its way, to come in at a moment. */
  put(body: Json, at: Instant): void;
  readonly inbox: Inbox;
  /** The first moment from which there is something to take; `null` when nothing is on its way or held. */
  next(): Instant | null;
  /** How many messages nobody has acknowledged yet. */
  readonly waiting: number;
}

interface Held {
  readonly number: number;
  readonly body: Json;
  readonly arrived: Instant;
  visible: Instant;
  takes: number;
  comesAgain: boolean;
}

/** Makes an empty queue. */
export function createQueue(now: () => Instant, chance: Chance, ways: QueueWays = standardQueue): MessageQueue {
  const held = new Map<number, Held>();
  let count = 0;
  const take: Inbox['take'] = async (most) => {
    const at = now();
    const due = [...held.values()].filter(({ visible }) => visible <= at);
    const places = due.map((each) => ({
      each,
      place: each.arrived + (chance() < ways.disorder ? ways.visibility : 0),
    }));
    places.sort((one, other) => one.place - other.place || one.each.number - other.each.number);
    return { kind: 'taken', messages: places.slice(0, most).map(({ each }) => handOut(each, at + ways.visibility)) };
  };
  const done: Inbox['done'] = async (receipt) => {
    const [number, takes] = receipt.split('#').map(Number);
    const message = held.get(number!);
    if (message === undefined) return { kind: 'settled' };
    // A receipt counts only until the message is handed out anew.
    if (message.takes !== takes) return { kind: 'fenced' };
    if (message.comesAgain) message.comesAgain = false;
    else held.delete(message.number);
    return { kind: 'settled' };
  };
  return {
    put(body, at) {
      count += 1;
      held.set(count, { number: count, body, arrived: at, visible: at, takes: 0, comesAgain: chance() < ways.again });
    },
    inbox: { take, done },
    next: () => [...held.values()].reduce<Instant | null>((first, { visible }) => earlier(first, visible), null),
    get waiting() {
      return held.size;
    },
  };
}

function handOut(message: Held, visible: Instant): Message {
  message.visible = visible;
  message.takes += 1;
  return { receipt: `${message.number}#${message.takes}`, intaken: intakenOf(message) };
}

/** What a message holds, as a worker reads a real one. It is told when it came in, as SQS tells `SentTimestamp`. */
function intakenOf({ number, body, arrived }: Held): readonly Intaken[] {
  return peel(body, 'file', () => null).map((part, at): Intaken => {
    const place = { file: `message ${number}`, number: at + 1 };
    return part.kind === 'record' ? { ...part, place, receivedAt: part.receivedAt ?? arrived } : { ...part, place };
  });
}

function earlier(one: Instant | null, other: Instant): Instant {
  return one === null ? other : Math.min(one, other);
}
