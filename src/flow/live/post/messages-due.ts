import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { MessageRow } from './post-rows.ts';

/** What a deliver task is about. Its channel is the message's own (`message.channel`) unless it stands in for another. */
export interface DeliverBody {
  readonly message: string;
}

/** The kind of the tasks of one channel, by its name in the policy (or `owner:<name>`): nobody else's wait with them. */
export function deliverKind(channel: string): string {
  return `deliver/${channel}`;
}

/**
 * The task to bring a message, as it stands then, to its channel: one for each of its revisions, so that what changed after
 * the last delivery has a task. Whoever delivers what is newest has done those of earlier revisions too. Only hearing makes
 * them, and only it writes `revision`, `interrupts` and notes of the row; whoever delivers writes `sent` and `dead` alone.
 */
export function deliverTask({ message: { id, channel }, revision }: MessageRow, due: Instant): NewTask {
  const name = `deliver/${channel}/${id}/${revision}`;
  const body: DeliverBody = { message: id };
  return { id: name, key: name, kind: deliverKind(channel), due, body: JSON.stringify(body) };
}
