import type { Clock, Message, Taken } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';
import type { Settled } from '../../contracts/store.ts';
import type { AwsAccess } from '../aws/access.ts';
import { type Trouble, troubleOf } from '../aws/trouble.ts';
import type { LiveSource } from '../live/live-source.ts';
import { pause } from '../live/pause.ts';
import { startBell } from '../live/start-bell.ts';
import { backOff } from '../live/start-hand.ts';
import { type NamedReader, startNamedReader } from '../s3/read-named.ts';
import { openBody } from './open-body.ts';
import { readQueueUrl } from './queue-url.ts';
import { batchSize, createSqsCalls, type Entry, type Received, type SqsCalls } from './sqs-calls.ts';
import { type SqsSettings, usualSqsSettings } from './sqs-settings.ts';
import { startDeletions } from './start-deletions.ts';

/** What a queue is read with. */
export interface SqsInboxParts {
  /** The queue's URL. */
  readonly queue: string;
  /** Without it the region is that of the URL, else `AWS_REGION`. */
  readonly access?: AwsAccess;
  /** How objects that notifications name are read, where that differs. */
  readonly objects?: AwsAccess;
  /** Buckets that notifications may name; any when left out. */
  readonly buckets?: ReadonlySet<string>;
  /** The calls that are looked for in log files; messages themselves are handed over whatever they hold. */
  readonly calls: ReadonlySet<string>;
  readonly clock: Clock;
  readonly settings?: Partial<SqsSettings>;
  readonly sqs?: SqsCalls;
  readonly named?: NamedReader;
}

interface Held {
  readonly message: Message;
  readonly id: string;
  handle: string;
  readonly count: number;
  readonly after: 'remove' | 'leave';
  readonly since: number;
  /** Until when SQS hides it from others. */
  until: number;
  handed: boolean;
}

/** Ids of messages that were done: SQS may give them again all the same. */
const mostDone = 20_000;

/** How long a stop waits for what is under way, each time. */
const closing = 5_000;

/** How long a message is left in the queue that only a change of permissions can help. */
const leftFor = 900;

/**
 * A queue of SQS, standard or FIFO, that EventBridge, SNS, S3 or CloudTrail fill: long polling, messages kept hidden while they are
 * in hand, deleted in batches once they are done. A copy of what is in hand or done is not handed over again.
 */
export function openSqsInbox(parts: SqsInboxParts): LiveSource {
  const { clock } = parts;
  const settings = { ...usualSqsSettings, ...parts.settings };
  const url = readQueueUrl(parts.queue);
  const access = parts.access ?? { region: url?.region ?? process.env.AWS_REGION ?? 'us-east-1' };
  const sqs = parts.sqs ?? createSqsCalls(parts.queue, access);
  const objects =
    parts.named ?? startNamedReader(parts.objects ?? access, { calls: parts.calls, buckets: parts.buckets ?? null });
  const name = `sqs:${url?.name ?? parts.queue}`;
  const doing = (action: string): string => `sqs:${action} on ${parts.queue}`;
  const deletions = startDeletions(sqs, clock, settings.gather, doing('DeleteMessage'));
  const [held, ready, done]: [Map<string, Held>, Held[], Set<string>] = [new Map(), [], new Set()];
  const receiving = new Set<Promise<void>>();
  const bell = startBell();
  const ending = new AbortController();
  let [handed, again, poison, lastTaken]: [number, number, number, number | null] = [0, 0, 0, null];
  let trouble: Trouble | null = url === null ? { kind: 'other', why: noUrl(parts.queue) } : null;
  let hiding: Trouble | null = null;
  let [failures, restUntil, busy, numbers, keeping] = [0, 0, false, 0, false];

  async function receive(): Promise<void> {
    const asked = clock.monotonic();
    try {
      const hidden = Math.max(1, Math.round(settings.visibility / 1000));
      const got = await sqs.receive({ wait: Math.round(settings.wait / 1000), hidden }, ending.signal);
      [trouble, failures, busy] = [null, 0, got.length >= batchSize / 2];
      await Promise.all(got.map((one) => arrive(one, asked + settings.visibility)));
    } catch (error) {
      const found = troubleOf(error, doing('ReceiveMessage'));
      if (found.kind === 'aborted') return;
      trouble = found;
      restUntil = clock.monotonic() + backOff(Math.min(++failures, 6));
    }
  }

  async function arrive(received: Received, until: number): Promise<void> {
    const { id, handle } = received;
    if (done.has(id)) {
      again++;
      return deletions.add({ id, handle });
    }
    const known = held.get(id);
    if (known !== undefined && known.until > clock.monotonic()) {
      again++;
      [known.handle, known.until] = [handle, until];
      return;
    }
    if (known !== undefined) forget(known);
    const opened = await openBody(received, { told: name, objects, poisonAfter: settings.poisonAfter });
    if (opened.kind === 'later') {
      trouble = opened.trouble;
      return hide([{ id, handle, seconds: backOff(received.count) / 1000 }]);
    }
    const meanwhile = held.get(id);
    if (meanwhile !== undefined) {
      again++;
      [meanwhile.handle, meanwhile.until] = [handle, until];
      return;
    }
    if (received.count > 1) again++;
    if (received.count > settings.poisonAfter) poison++;
    const message = { receipt: `${id}#${++numbers}`, intaken: opened.intaken as readonly Intaken[] };
    const one: Held = {
      ...{ message, id, handle, count: received.count, after: opened.after },
      ...{ since: clock.monotonic(), until, handed: false },
    };
    held.set(id, one);
    ready.push(one);
    bell.ring();
    if (!keeping) void keep();
  }

  /** Keeps what is in hand hidden from others, but not for ever: a worker that hangs must not keep a message to itself. */
  async function keep(): Promise<void> {
    keeping = true;
    while (held.size > 0 && !ending.signal.aborted) {
      await clock.sleep(Math.max(50, settings.visibility / 3), ending.signal);
      if (ending.signal.aborted) break;
      const now = clock.monotonic();
      for (const one of [...held.values()]) if (one.until <= now) forget(one);
      const due = [...held.values()].filter(
        ({ since, until }) => now - since < settings.longest && until - now < (settings.visibility * 2) / 3,
      );
      for (const one of due) one.until = now + settings.visibility;
      await hide(due.map(({ id, handle }) => ({ id, handle, seconds: Math.round(settings.visibility / 1000) })));
    }
    keeping = false;
  }

  async function hide(entries: readonly Entry[]): Promise<void> {
    for (let at = 0; at < entries.length; at += batchSize) {
      try {
        for (const { id } of await sqs.hide(entries.slice(at, at + batchSize))) {
          const one = held.get(id);
          if (one !== undefined) one.until = clock.monotonic();
        }
        hiding = null;
      } catch (error) {
        // What is not hidden any more comes again, which harms nobody.
        hiding = troubleOf(error, doing('ChangeMessageVisibility'));
      }
    }
  }

  function forget(one: Held): void {
    held.delete(one.id);
    const at = ready.indexOf(one);
    if (at >= 0) ready.splice(at, 1);
  }

  function startReceives(): void {
    const most = busy ? settings.receives : 1;
    while (receiving.size < most && ready.length < batchSize * settings.receives && !ending.signal.aborted) {
      const one: Promise<void> = receive().finally(() => {
        receiving.delete(one);
        bell.ring();
      });
      receiving.add(one);
    }
  }

  function handOut(most: number): Taken {
    const now = clock.monotonic();
    for (const one of [...ready]) if (one.until <= now) forget(one);
    const taken = ready.splice(0, most);
    for (const one of taken) one.handed = true;
    handed += taken.length;
    if (taken.length > 0) lastTaken = clock.now();
    return { kind: 'taken', messages: taken.map(({ message }) => message) };
  }

  async function take(most: number, signal?: AbortSignal): Promise<Taken> {
    if (url === null) return { kind: 'unavailable', maybe: false, why: noUrl(parts.queue) };
    if (ready.length === 0) {
      await pause(clock, Math.min(settings.wait, restUntil - clock.monotonic()), null, signal);
      if (clock.monotonic() >= restUntil && !signal?.aborted) startReceives();
      while (ready.length === 0 && receiving.size > 0 && !signal?.aborted)
        await pause(clock, 2 * settings.wait + 30_000, bell, signal);
    }
    const taken = handOut(most);
    if (clock.monotonic() >= restUntil && busy) startReceives();
    if (taken.kind === 'taken' && taken.messages.length === 0 && trouble !== null && failures > 0)
      return { kind: 'unavailable', maybe: false, why: trouble.why };
    return taken;
  }

  function find(receipt: string): Held | null {
    const one = held.get(receipt.slice(0, receipt.lastIndexOf('#')));
    return one?.message.receipt === receipt ? one : null;
  }

  async function settle(receipt: string): Promise<Settled> {
    const one = find(receipt);
    if (one === null) return { kind: done.has(receipt.slice(0, receipt.lastIndexOf('#'))) ? 'settled' : 'fenced' };
    forget(one);
    if (one.after === 'leave') await hide([{ id: one.id, handle: one.handle, seconds: leftFor }]);
    else {
      done.add(one.id);
      if (done.size > mostDone) done.delete(done.values().next().value!);
      deletions.add({ id: one.id, handle: one.handle });
    }
    return { kind: 'settled' };
  }

  async function back(receipt: string): Promise<Settled> {
    const one = find(receipt);
    if (one === null) return { kind: 'fenced' };
    forget(one);
    await hide([{ id: one.id, handle: one.handle, seconds: backOff(one.count) / 1000 }]);
    return { kind: 'settled' };
  }

  return {
    ...{ name, take, done: settle, back },
    figures: () => {
      const inHand = [...held.values()].filter((one) => one.handed).length;
      const wrong = trouble ?? deletions.trouble ?? hiding;
      return {
        ...{ messages: handed, again, waiting: ready.length, inHand, poison, lastTaken },
        ...{ trouble: wrong?.why ?? null, ended: false },
      };
    },
    async close() {
      ending.abort();
      // What AWS does not answer within this comes again.
      await Promise.race([Promise.all(receiving), clock.sleep(closing)]);
      await Promise.race([deletions.flush(), clock.sleep(closing)]);
      // Others need not wait until the time is over for what was read here and not done.
      await hide([...held.values()].map(({ id, handle }) => ({ id, handle, seconds: 0 })));
      held.clear();
      ready.length = 0;
      sqs.close();
      objects.close();
    },
  };
}

function noUrl(queue: string): string {
  return `expected the URL of an SQS queue (\`https://sqs.<region>.amazonaws.com/<account>/<name>\`), got \`${queue}\``;
}
