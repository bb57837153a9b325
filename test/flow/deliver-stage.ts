import type { Channel, Delivered, Delivery } from '../../src/contracts/channel.ts';
import { Pace } from '../../src/flow/live/post/deliver-pace.ts';
import { type DeliverParts, defaultDeliverySettings, type Reached } from '../../src/flow/live/post/deliver-parts.ts';
import { deliverStep } from '../../src/flow/live/post/deliver-step.ts';
import type { SentRow } from '../../src/flow/live/post/post-rows.ts';
import { wordMessage } from '../../src/flow/live/post/word-message.ts';
import { readRow, rowName } from '../../src/flow/live/tables.ts';
import { HearStage } from './hear-stage.ts';

/** A channel that takes everything, unless a script says otherwise; all that it was given is kept. */
export interface ScriptedChannel {
  readonly heard: Delivery[];
  /** What it answered each time. */
  readonly said: Delivered[];
  /** What it answers next, one each. A function is asked, so that it may crash. */
  readonly next: (Delivered | (() => Delivered))[];
  readonly takes: Delivery['what'][];
  memory: Channel['memory'];
  fallback: string | null;
  every: number;
}

/** A stage on which messages are delivered, too. */
export class DeliverStage extends HearStage {
  readonly channels = new Map<string, ScriptedChannel>();
  pace: Pace | null = null;

  channel(name: string, also: Partial<ScriptedChannel> = {}): ScriptedChannel {
    const made: ScriptedChannel = {
      ...{
        heard: [],
        said: [],
        next: [],
        takes: ['first', 'update', 'again'],
        memory: 'none',
        fallback: null,
        every: 0,
      },
      ...also,
    };
    this.channels.set(name, made);
    return made;
  }

  delivering(more: Partial<DeliverParts> = {}): DeliverParts {
    const { chance, clock, store, worker } = { ...this.parts(), ...more };
    // A time-out never comes: this clock stands still while something is delivered.
    const patient = { ...clock, sleep: (_: number, signal?: AbortSignal) => untilAborted(signal) };
    this.pace ??= new Pace(patient);
    return {
      ...{ store, chance, worker, clock: patient, pace: this.pace, delivery: defaultDeliverySettings },
      channel: (name) => this.#reach(name),
      word: (row) =>
        wordMessage({ store, clock, directory: () => this.judging.policy.directory, ledger: 'portcullis.db' }, row),
      ...more,
    };
  }

  /** Delivers everything that is due now. */
  async delivers(more: Partial<DeliverParts> = {}): Promise<void> {
    for (let moved = true; moved; ) {
      moved = false;
      for (const { due, kind } of await this.store.waiting!(this.at))
        if (
          due > 0 &&
          kind.startsWith('deliver/') &&
          (await deliverStep(this.delivering(more), kind.slice(8))) === 'worked'
        )
          moved = true;
    }
  }

  async sent(channel: string, message: string): Promise<SentRow | null> {
    return readRow('sent', await this.store.row(rowName('sent', message, channel)));
  }

  #reach(name: string): Reached {
    const found = this.channels.get(name);
    if (found === undefined) return { kind: 'unreachable', why: `there is no \`${name}\``, fallback: null };
    const { fallback, heard, memory, next, said: answered, takes, every } = found;
    const channel: Channel = {
      ...{ memory, takes },
      deliver: async (delivery) => {
        heard.push(delivery);
        const scripted = next.shift() ?? { kind: 'done', ref: `ref ${heard.length}` };
        const said = typeof scripted === 'function' ? scripted() : scripted;
        answered.push(said);
        return said;
      },
    };
    return { kind: 'reached', channel, fallback, every };
  }
}

function untilAborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

/** Answers of a channel. */
export const busy = (after: number | null = null, maybe = false): Delivered => ({
  ...{ kind: 'later', why: 'it is busy' },
  after,
  maybe,
});
export const refusal = (whole = false): Delivered => ({ kind: 'refused', why: 'it does not want it', whole });
