import { createHash } from 'node:crypto';

/** How badly a queue behaves; shares of messages. */
export interface QueueManners {
  /** Given to somebody else although hidden. */
  readonly early: number;
  /** Given once more although deleted. */
  readonly undead: number;
  /** Draws from 0 up to 1. */
  readonly chance: () => number;
}

/** What a queue saw. */
export interface QueueFigures {
  readonly put: number;
  readonly given: number;
  /** Given before: what was hidden from others, or deleted, and came all the same, or whose time had run out. */
  readonly again: number;
  readonly deleted: number;
  readonly left: number;
}

interface Held {
  readonly body: string;
  visibleAt: number;
  count: number;
  handle: string;
  undead: boolean;
  early: boolean;
}

/** What a receive answers, as SQS says it. */
export interface GivenMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly MD5OfBody: string;
  readonly Body: string;
  readonly Attributes: Readonly<Record<string, string>>;
}

/**
 * A standard queue of SQS as those who share it meet it: what is received is hidden for a while, comes again unless it is
 * deleted, and now and then although it is hidden or deleted (SQS developer guide, "At-least-once delivery").
 */
export class DoublingQueue {
  readonly #messages = new Map<string, Held>();
  readonly #manners: QueueManners;
  #put = 0;
  #given = 0;
  #again = 0;
  #deleted = 0;

  constructor(manners: QueueManners) {
    this.#manners = manners;
  }

  get figures(): QueueFigures {
    const [put, given, again, deleted] = [this.#put, this.#given, this.#again, this.#deleted];
    return { put, given, again, deleted, left: this.#messages.size };
  }

  put(body: string): void {
    const id = `message-${this.#put++}`;
    this.#messages.set(id, { body, visibleAt: 0, count: 0, handle: '', undead: false, early: false });
  }

  visible(now: number): number {
    return [...this.#messages.values()].filter((each) => each.visibleAt <= now).length;
  }

  receive(most: number, hidden: number, now: number): readonly GivenMessage[] {
    const found: GivenMessage[] = [];
    for (const [id, held] of this.#messages) {
      if (found.length === most) break;
      if (held.visibleAt > now) continue;
      held.count++;
      this.#given++;
      if (held.count > 1) this.#again++;
      held.early = held.count === 1 && this.#manners.chance() < this.#manners.early;
      held.visibleAt = now + (held.early ? soon : hidden);
      held.handle = `${id}/${held.count}`;
      found.push(messageOf(id, held));
    }
    return found;
  }

  delete(handle: string, now: number): void {
    const id = handle.split('/')[0]!;
    const held = this.#messages.get(id);
    if (held === undefined) return;
    if (!held.undead && this.#manners.chance() < this.#manners.undead) {
      [held.undead, held.visibleAt] = [true, now + soon];
      return;
    }
    this.#messages.delete(id);
    this.#deleted++;
  }

  hide(handle: string, span: number, now: number): void {
    const held = this.#messages.get(handle.split('/')[0]!);
    if (held?.handle === handle && !held.early) held.visibleAt = now + span;
  }
}

/** Milliseconds after which a message comes that should not. */
const soon = 100;

function messageOf(id: string, { body, count, handle }: Held): GivenMessage {
  const MD5OfBody = createHash('md5').update(body).digest('hex');
  const Attributes = { SentTimestamp: '0', ApproximateReceiveCount: String(count) };
  return { MessageId: id, ReceiptHandle: handle, MD5OfBody, Body: body, Attributes };
}
