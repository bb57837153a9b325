import type { Inbox, Message, Taken } from '../../contracts/live.ts';
import { isObject } from '../../core/leaf/canonical.ts';
import { readInstant } from '../../core/leaf/instant.ts';
import { endGap, noteGap } from './gap.ts';
import type { LiveParts } from './live-parts.ts';

/** What an inbox is known by, and when what it does counts as a gap. Milliseconds. */
export interface Hearing {
  readonly source: string;
  /** So long it may not answer before it is lost. */
  readonly patience: number;
  /** So late its newest record may be before it lags. */
  readonly late: number;
}

/**
 * An inbox that says when nothing comes from it, or all of it too late: a gap in the ledger, told once, until it answers in
 * time again. What a worker remembers of it is gone with the worker: the next one begins to count anew.
 */
export function heardInbox(
  inbox: Inbox,
  parts: Pick<LiveParts, 'store' | 'clock'>,
  { source, patience, late }: Hearing,
): Inbox {
  const { clock } = parts;
  let silentSince: number | null = null;
  let known: 'lost' | 'lagging' | 'none' | null = null;

  async function noted(taken: Taken): Promise<void> {
    const now = clock.now();
    if (taken.kind === 'unavailable') {
      silentSince ??= now;
      if (known === 'lost' || now - silentSince < patience) return;
      await noteGap(parts, { source, why: 'lost', from: silentSince, said: taken.why });
      known = 'lost';
      return;
    }
    silentSince = null;
    const newest = newestOf(taken.messages);
    if (newest !== null && now - newest > late) {
      if (known !== 'lagging')
        await noteGap(parts, { source, why: 'lagging', from: newest, said: saidOf(now - newest) });
      known = 'lagging';
    } else if (known !== 'none' && (newest !== null || known !== 'lagging')) {
      // That nothing is there does not tell that nothing is on its way.
      const isOver = await endGap(parts, source, now, newest === null ? 'lost' : null);
      if (isOver || newest !== null || known === 'lost') known = 'none';
    }
  }

  return {
    take: async (most, signal) => {
      const taken = await inbox.take(most, signal);
      try {
        await noted(taken);
      } catch {
        // A store that cannot be reached is asked again at the next take; the messages are taken all the same.
      }
      return taken;
    },
    done: (receipt) => inbox.done(receipt),
    ...(inbox.back === undefined ? {} : { back: (receipt) => inbox.back!(receipt) }),
  };
}

/** When the newest of these records happened; `null` where none tells. */
function newestOf(messages: readonly Message[]): number | null {
  const times = messages.flatMap(({ intaken }) =>
    intaken.flatMap((each) => {
      const json = each.kind === 'record' ? each.json : null;
      const at = isObject(json) && typeof json.eventTime === 'string' ? readInstant(json.eventTime) : null;
      return at ?? [];
    }),
  );
  return times.length === 0 ? null : Math.max(...times);
}

function saidOf(lag: number): string {
  return `its newest record is ${Math.round(lag / 60_000)} minutes late`;
}
