import type { Clock } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import { tellTask } from '../../flow/live/watch/tell-task.ts';
import type { Around } from './around-loop.ts';
import { backOff, sayError } from './back-off.ts';
import type { OpenedChannels } from './open-channels.ts';

/** Milliseconds: how often it is asked, how long one answer may take, and how often people are told of the same. */
const [every, patience, day] = [6 * 3_600_000, 20_000, 86_400_000];

/** What recipients are asked of with. */
export interface RecipientsParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly channels: Pick<OpenedChannels, 'names' | 'reach'>;
}

/**
 * Asks each channel that can tell which of its recipients get nothing, such as those who have not confirmed that they want to:
 * no delivery fails for that. People hear of it by other channels, once a day.
 */
export async function checkRecipients({ store, clock, channels }: RecipientsParts): Promise<void> {
  for (const channel of channels.names()) {
    const reached = channels.reach(channel);
    if (reached.kind !== 'reached' || reached.channel.unreached === undefined) continue;
    const now = clock.now();
    const say = await reached.channel.unreached(AbortSignal.timeout(patience), now);
    if (say === null) continue;
    const detail = { channel, severity: 'high', say };
    const revision = Math.floor(now / day);
    const task = tellTask({ about: `channel/${channel}`, revision, why: 'unconfirmed', due: now, detail });
    await store.append(0, 'any', [], { tasks: [task] });
  }
}

/** Does so at the start and some times a day, until it is stopped. */
export async function recipientsLoop(parts: RecipientsParts, around: Around): Promise<void> {
  const { beats, name, news, signal, trouble } = around;
  for (let failures = 0; !signal.aborted; ) {
    try {
      await checkRecipients(parts);
      failures = 0;
      beats.beat(name);
      await parts.clock.sleep(every, signal);
    } catch (error) {
      failures++;
      if (trouble() === null && !signal.aborted) news.tell({ kind: 'fault', where: name, why: sayError(error) });
      await parts.clock.sleep(backOff(failures), signal);
    }
  }
  beats.over(name);
}
