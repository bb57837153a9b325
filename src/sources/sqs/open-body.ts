import type { Intaken } from '../../contracts/source.ts';
import type { Trouble } from '../aws/trouble.ts';
import { passes } from '../aws/trouble.ts';
import { intakenOf } from '../live/intaken-of.ts';
import type { NamedReader } from '../s3/read-named.ts';
import type { Received } from './sqs-calls.ts';

/**
 * A message that was opened. `remove`: once all of it is kept it can be deleted. `leave`: some of what it names could not be
 * read until somebody mends it, so it stays in the queue. `later`: it could not be opened now.
 */
export type OpenedBody =
  | { readonly kind: 'opened'; readonly intaken: readonly Intaken[]; readonly after: 'remove' | 'leave' }
  | { readonly kind: 'later'; readonly trouble: Trouble };

/** Opens a message, whatever envelope it is in, and reads the objects it names. `told` is where people hear it came from. */
export async function openBody(
  { id, body, sentAt, count }: Received,
  {
    told,
    objects,
    poisonAfter,
  }: { readonly told: string; readonly objects: NamedReader; readonly poisonAfter: number },
): Promise<OpenedBody> {
  const file = `${told} message ${id}`;
  const opened = intakenOf(body, 'eventbridge', file, sentAt);
  const intaken = [...opened.intaken];
  const poisoned = count > poisonAfter;
  let after: 'remove' | 'leave' = 'remove';
  for (const object of opened.objects) {
    const read = await objects.read(object, sentAt);
    if (read.kind === 'read') {
      // Not pushed as arguments: an object may hold more records than a call can have.
      for (const each of read.intaken) intaken.push(each);
      continue;
    }
    const { trouble } = read;
    if ((passes(trouble) || trouble.kind === 'credentials' || trouble.kind === 'clock') && !poisoned)
      return { kind: 'later', trouble };
    if (trouble.kind !== 'absent') after = 'leave';
    intaken.push({ kind: 'unreadable', place: { file: read.file, number: null }, reason: trouble.why, eventId: null });
  }
  if (poisoned) intaken.push(poison(file, poisonAfter));
  return { kind: 'opened', intaken, after };
}

/** The reason says no count: the same message is told once. */
function poison(file: string, poisonAfter: number): Intaken {
  const reason = `came more than ${poisonAfter} times and was never done: it stays in the queue, whose redrive policy should move it to a dead-letter queue; read it there, and look for a fault or a stop in the log`;
  return { kind: 'unreadable', place: { file, number: null }, reason, eventId: null };
}
