import type { Json } from '../../../core/leaf/canonical.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Unreadable } from '../../../core/trail/record.ts';
import type { LiveParts } from '../live-parts.ts';
import { appendSurely } from './append-surely.ts';
import { tellTask } from './tell-task.ts';
import type { Kept } from './watch-step.ts';

/**
 * Remembers that something came which nobody can read: once, however often it comes. `content`: what came, by which it is
 * known again in another message; without it the place where it stood has to do.
 */
export async function takeUnreadable({ store, clock }: LiveParts, what: Unreadable, content?: Json): Promise<Kept> {
  const now = clock.now();
  const { place, reason } = what;
  const name = digestName(JSON.stringify([content ?? [place.file, place.number, what.eventId], reason]));
  const told = tellTask({ about: `gap/${name}`, revision: 0, why: 'unreadable', due: now, detail: { reason } });
  const gap = { kind: 'gap', source: place.file, why: 'unreadable', from: now, to: now } as const;
  const entry = { at: now, key: `gap/${name}`, fence: null, body: gap };
  const done = await appendSurely(store, 0, 'any', [entry], { tasks: [told] });
  return done.kind === 'committed' ? 'kept' : done.kind === 'duplicate' ? 'known' : 'later';
}
