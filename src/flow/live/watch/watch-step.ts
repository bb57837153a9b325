import type { Intaken } from '../../../contracts/source.ts';
import type { LiveParts } from '../live-parts.ts';
import { takeRead } from './take-read.ts';
import { takeUnreadable } from './take-unreadable.ts';

/** How many messages are taken at once. */
const batch = 10;

/**
 * Takes the messages that are there, and remembers each before it is acknowledged: a message is done only when all that
 * follows from its records stands in the ledger. What could not be remembered comes again.
 */
export async function watchStep(parts: LiveParts, signal?: AbortSignal): Promise<'worked' | 'idle'> {
  const taken = await parts.inbox.take(batch, signal);
  if (taken.kind === 'unavailable' || taken.messages.length === 0) return 'idle';
  for (const { receipt, intaken } of taken.messages) {
    const kept: Kept[] = [];
    for (const each of intaken) {
      if (signal?.aborted) return 'worked';
      kept.push(await takeRecord(parts, each));
    }
    if (kept.every((each) => each !== 'later')) await parts.inbox.done(receipt);
    else await parts.inbox.back?.(receipt);
  }
  return 'worked';
}

/** What became of what was handed over; `known`: it was kept before; `later`: it is not kept, so it has to come again. */
export type Kept = 'kept' | 'known' | 'later';

/** Remembers one record, or what should have been one, with all that follows from it. */
export async function takeRecord(parts: LiveParts, intaken: Intaken): Promise<Kept> {
  switch (intaken.kind) {
    case 'record':
      return takeRead(parts, intaken);
    case 'unreadable':
      return takeUnreadable(parts, intaken);
    case 'progress':
    case 'notice':
      return 'kept';
  }
}
