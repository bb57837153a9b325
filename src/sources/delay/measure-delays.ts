import type { Clock, Inbox } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';
import { isObject } from '../../core/leaf/canonical.ts';
import { readInstant } from '../../core/leaf/instant.ts';
import type { Delays } from './start-delays.ts';

/** Ids that are remembered, so that what comes again is not measured again. */
const mostIds = 20_000;

/** The same inbox; the delay of each record that it gives is noted once, from the time in the record to now. */
export function measureDelays(inbox: Inbox, source: string, delays: Delays, clock: Pick<Clock, 'now'>): Inbox {
  const seen = new Set<string>();
  const note = (intaken: Intaken): void => {
    if (intaken.kind !== 'record' || !isObject(intaken.json)) return;
    const { eventTime, eventID, awsRegion, recipientAccountId } = intaken.json;
    const at = typeof eventTime === 'string' ? readInstant(eventTime) : null;
    if (at === null || typeof eventID !== 'string' || seen.has(eventID)) return;
    seen.add(eventID);
    if (seen.size > mostIds) seen.delete(seen.values().next().value!);
    const account = typeof recipientAccountId === 'string' ? recipientAccountId : 'unknown';
    const region = typeof awsRegion === 'string' ? awsRegion : 'unknown';
    delays.note({ source, account, region }, clock.now() - at);
  };
  return {
    async take(most, signal) {
      const taken = await inbox.take(most, signal);
      if (taken.kind === 'taken') for (const { intaken } of taken.messages) intaken.forEach(note);
      return taken;
    },
    done: (receipt) => inbox.done(receipt),
    back: async (receipt) => (await inbox.back?.(receipt)) ?? { kind: 'settled' },
  };
}
